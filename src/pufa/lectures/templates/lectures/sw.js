// Keeps the field app on the device. Its data lie in IndexedDB, sealed; here are only the page and its two files.
"use strict";
const SHELF = {{ shelf|safe }};
const NAME = "field|" + SHELF.join("|");
self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(NAME).then((kept) => kept.addAll(SHELF)).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => {
  const old = (names) => names.filter((name) => name.startsWith("field|") && name !== NAME);
  event.waitUntil(
    caches.keys().then((names) => Promise.all(old(names).map((name) => caches.delete(name)))).then(() => self.clients.claim()),
  );
});
self.addEventListener("fetch", (event) => {
  const path = new URL(event.request.url).pathname;
  if (event.request.method !== "GET" || !SHELF.includes(path)) return;
  event.respondWith(caches.open(NAME).then((kept) => kept.match(path)).then((found) => found || fetch(event.request)));
});
