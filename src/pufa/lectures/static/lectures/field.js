// The field book: reports of visits written where there is no network. Everything on the device is sealed with a key
// that the browser keeps and no script can read out; a report leaves the device once the server says that it has it.
(() => {
  "use strict";
  const api = document.body.dataset.api;
  const words = {};
  for (const one of document.getElementById("words").content.querySelectorAll("[data-word]")) words[one.dataset.word] = one.textContent;
  const main = document.getElementById("main");
  const LONGEST = 1600;
  let pack = null;
  let token = "";
  let sending = false;
  let pause = 0; // seconds until the next try after a lost answer

  // ---- what is kept, sealed -------------------------------------------------------------------------------------
  const asked = (request) => new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
  const opened = new Promise((done, failed) => {
    const request = indexedDB.open("pufa-field", 1);
    request.onupgradeneeded = () => {
      for (const name of ["keys", "kept"]) request.result.createObjectStore(name);
      request.result.createObjectStore("reports", { keyPath: "uuid" });
    };
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
  const read = async (name, key) => asked((await opened).transaction(name).objectStore(name).get(key));
  const write = async (name, work) => {
    const deed = (await opened).transaction(name, "readwrite", { durability: "strict" });
    work(deed.objectStore(name));
    return new Promise((done, failed) => {
      deed.oncomplete = () => done();
      deed.onerror = deed.onabort = () => failed(deed.error);
    });
  };
  const key = (async () => {
    const known = await read("keys", "seal");
    if (known) return known;
    const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
    await write("keys", (store) => store.put(made, "seal"));
    return made;
  })();
  const seal = async (value) => {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = new TextEncoder().encode(JSON.stringify(value));
    return { iv, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await key, plain) };
  };
  const unseal = async (sealed) => {
    const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: sealed.iv }, await key, sealed.data);
    return JSON.parse(new TextDecoder().decode(plain));
  };
  const keep = async (name, value) => {
    const sealed = await seal(value);
    await write("kept", (store) => store.put(sealed, name));
  };
  const recall = async (name) => {
    const sealed = await read("kept", name);
    return sealed ? unseal(sealed) : null;
  };
  const keepReport = async (report) => {
    const sealed = await seal(report);
    await write("reports", (store) => store.put({ uuid: report.uuid, sealed }));
  };
  const dropReport = (uuid) => write("reports", (store) => store.delete(uuid));
  const reports = async () => {
    const rows = await asked((await opened).transaction("reports").objectStore("reports").getAll());
    return Promise.all(rows.map((row) => unseal(row.sealed)));
  };

  // ---- talking to the server ------------------------------------------------------------------------------------
  const ask = async (path, body) => {
    const headers = { Accept: "application/json" };
    if (token) headers.Authorization = `Bearer ${token}`;
    if (body) headers["Content-Type"] = "application/json";
    const answer = await fetch(api + path, {
      method: body ? "POST" : "GET", headers, body: body ? JSON.stringify(body) : undefined, credentials: "omit", cache: "no-store",
    });
    const told = await answer.json();
    return { status: answer.status, told };
  };
  const refresh = async () => {
    const { status, told } = await ask("pack");
    if (status === 401) return unlink();
    if (status !== 200) return undefined;
    pack = told;
    await keep("pack", told);
    return undefined;
  };
  const unlink = async () => {
    token = "";
    await write("kept", (store) => store.delete("token"));
    say(words.unlinked);
    showLink();
  };
  const sync = async () => {
    if (sending || !token) return;
    sending = true;
    let sent = 0;
    try {
      for (const report of await reports()) {
        if (report.state === "conflict" || report.state === "refused") continue;
        const { status, told } = await ask("visits", report);
        if (status === 401) return await unlink();
        if (told.result === "stored" || told.result === "known") {
          await dropReport(report.uuid);
          sent += 1;
        } else if (told.result === "conflict" || told.result === "refused") {
          await keepReport({ ...report, state: told.result, message: told.message, server: told.visit || null });
        }
      }
      pause = 0;
      if (sent) {
        say(words.sent);
        await refresh();
      }
    } catch (error) {
      if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error; // no network, or its answer was lost
      pause = Math.min(30, pause * 2 || 2);
      if (navigator.onLine) setTimeout(() => sync(), pause * 1000);
    } finally {
      sending = false;
      if (token && document.body.dataset.view === "home") await showHome();
      await tell();
    }
  };

  // ---- what is seen ---------------------------------------------------------------------------------------------
  const make = (tag, told = {}, ...inside) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(told)) {
      if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
      else if (value !== null && value !== undefined) made.setAttribute(name, value);
    }
    made.append(...inside.filter((one) => one !== null && one !== undefined));
    return made;
  };
  const show = (view, ...inside) => {
    document.body.dataset.view = view;
    main.replaceChildren(...inside);
  };
  const say = (text) => {
    document.getElementById("said").textContent = text;
    if (text) setTimeout(() => { if (document.getElementById("said").textContent === text) document.getElementById("said").textContent = ""; }, 6000);
  };
  const tell = async () => {
    const waiting = (await reports()).length;
    const net = navigator.onLine ? words.online : words.offline;
    document.getElementById("state").textContent = waiting ? `${net} · ${words.waiting} ${waiting}` : net;
    document.body.dataset.waiting = String(waiting);
  };
  const field = (name, input) => {
    input.id = input.name = name;
    return [make("label", { for: name }, words[name]), input];
  };
  const choice = (options, value) => {
    const made = make("select");
    for (const [code, label] of options) {
      const one = make("option", { value: code }, label);
      one.selected = code === value;
      made.append(one);
    }
    return made;
  };
  const input = (kind, value, more = {}) => make("input", { type: kind, value: value ?? null, ...more });

  const showLink = () => {
    const form = make("form", {}, make("p", {}, words.how), ...field("code", input("text", "", { required: "", autocomplete: "off", maxlength: 12 })),
      make("button", { class: "main", type: "submit" }, words.link));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      try {
        const { status, told } = await ask("link", { code: form.elements.code.value });
        if (status !== 200) { say(told.message); return; }
        token = told.key;
        await keep("token", token);
        if (navigator.storage && navigator.storage.persist) await navigator.storage.persist();
        await refresh();
        await showHome();
        await sync();
      } catch (error) {
        say(words.offline);
      }
    });
    show("link", form);
  };

  const summary = (one) => make("p", { class: "muted" }, [one.day, one.district_name || one.district, one.place].filter(Boolean).join(" · "));
  const figures = (one) => make("p", {}, `${words.people}: ${one.people ?? "—"} · ${words[one.counting] || ""}`);

  const planned = (plan, waiting) => make("li", {}, make("h3", {}, plan.title), summary(plan), plan.reason ? make("p", {}, plan.reason) : null,
    plan.state === "planned" && !waiting.has(plan.id)
      ? make("button", { onclick: () => showForm({ plan: plan.id, kit: plan.kit, district: plan.district, place: plan.place, day: plan.day }) }, words.report) : null);

  const waitingRow = (report) => {
    const row = make("li", { "data-report": report.uuid, "data-state": report.state || "waiting" }, make("h3", {}, titleOf(report.kit)), summary(report), figures(report));
    if (report.state === "conflict") {
      row.append(make("p", {}, `${words.conflict}. ${report.message}`),
        make("div", { class: "two" }, make("div", {}, make("b", {}, words.mine), summary(report), figures(report), make("p", {}, report.notes || "")),
          make("div", {}, make("b", {}, words.theirs), summary(report.server), figures(report.server), make("p", {}, report.server.notes || report.server.reason || ""))),
        make("button", { onclick: async () => { await dropReport(report.uuid); await showHome(); } }, words.drop),
        make("button", { onclick: async () => { await keepReport({ ...report, plan: null, state: "" }); await sync(); await showHome(); } }, words.another));
    } else if (report.state === "refused") {
      row.append(make("p", {}, `${words.refused}: ${report.message}`),
        make("button", { onclick: () => showForm(report) }, words.change),
        make("button", { onclick: async () => { await dropReport(report.uuid); await showHome(); } }, words.remove));
    }
    return row;
  };
  const titleOf = (slug) => (pack.kits.find((one) => one.slug === slug) || { title: slug }).title;

  const showHome = async () => {
    const waiting = await reports();
    const taken = new Set(waiting.map((one) => one.plan).filter(Boolean));
    const plans = pack.plans.map((plan) => planned(plan, taken));
    show("home",
      make("h2", {}, words.plans), plans.length ? make("ul", {}, ...plans) : make("p", { class: "muted" }, words.noplans),
      make("button", { class: "main", id: "other", onclick: () => showForm({}) }, words.other),
      make("h2", {}, words.box), waiting.length ? make("ul", { id: "box" }, ...waiting.map(waitingRow)) : make("p", { class: "muted" }, words.nobox),
      make("button", { id: "send", onclick: () => sync() }, words.send),
      make("button", { onclick: async () => { try { await refresh(); await showHome(); } catch (error) { say(words.offline); } } }, words.refresh),
      make("h2", {}, words.kits), make("ul", {}, ...pack.kits.map((kit) => make("li", {}, make("button", { onclick: () => showKit(kit) }, kit.title),
        make("p", { class: "muted" }, `${kit.form_label} · ${kit.minutes} ${words.minutes}`)))));
    await tell();
  };
  const showKit = (kit) => show("kit", make("button", { onclick: showHome }, words.back), make("h2", {}, kit.title),
    kit.props ? make("p", { class: "muted" }, `${words.props}: ${kit.props}`) : null,
    ...kit.lines.map(([part, text, hint, beats]) => make("div", { class: "line" }, make("b", {}, part), make("span", {}, text + (hint ? `（${hint}）` : "") + " ▏".repeat(beats)))));

  const shrunk = async (file) => {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    const canvas = make("canvas", { width: Math.round(picture.width * scale), height: Math.round(picture.height * scale) });
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    return canvas.toDataURL("image/jpeg", 0.85); // drawn anew: place and device stay behind
  };
  const today = () => new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 10);

  const showForm = (told) => {
    const isPlanned = Boolean(told.plan);
    const fixed = isPlanned ? { disabled: "" } : {};
    const kits = choice(pack.kits.map((one) => [one.slug, one.title]), told.kit);
    const districts = choice(pack.districts.map((one) => [one.code, one.name]), told.district);
    if (isPlanned) kits.disabled = districts.disabled = true;
    const form = make("form", { novalidate: null }, make("h2", {}, words.report),
      ...field("kit", kits), ...field("district", districts),
      ...field("place", input("text", told.place, { required: "", maxlength: 60, ...fixed })),
      ...field("day", input("date", told.day || today(), { required: "", ...fixed })),
      ...field("people", input("number", told.people, { required: "", min: 0, max: 100000, inputmode: "numeric" })),
      ...field("counting", choice([["counted", words.counted], ["signed", words.signed], ["estimated", words.estimated]], told.counting)),
      ...field("notes", make("textarea", { rows: 3, maxlength: 1000 }, told.notes || "")),
      ...field("pictures", input("file", null, { accept: "image/*", multiple: "" })),
      make("button", { class: "main", type: "submit" }, words.save), make("button", { type: "button", onclick: showHome }, words.back));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const at = form.elements;
      try {
        const pictures = told.pictures || [];
        for (const file of [...at.pictures.files].slice(0, 4)) pictures.push(await shrunk(file));
        await keepReport({
          uuid: told.uuid || crypto.randomUUID(), plan: told.plan || null, kit: at.kit.value, district: at.district.value, place: at.place.value,
          day: at.day.value, people: Number(at.people.value), counting: at.counting.value, notes: at.notes.value, pictures: pictures.slice(0, 4), state: "",
        });
      } catch (error) {
        say(error && error.name === "QuotaExceededError" ? words.full : String(error));
        return;
      }
      await showHome();
      say(words.kept);
      await sync();
    });
    show("form", form);
  };

  // ---- the beginning --------------------------------------------------------------------------------------------
  const begin = async () => {
    if ("serviceWorker" in navigator) await navigator.serviceWorker.register(document.body.dataset.worker);
    token = (await recall("token")) || "";
    pack = await recall("pack");
    if (!token || !pack) showLink();
    else await showHome();
    await tell();
    if (token) {
      try { await refresh(); if (document.body.dataset.view === "home") await showHome(); } catch (error) { /* no network: what is kept is shown */ }
      await sync();
    }
    addEventListener("online", () => { tell(); sync(); });
    addEventListener("offline", () => tell());
    setInterval(() => { if (navigator.onLine) sync(); }, 30000);
    document.body.dataset.ready = "1";
  };
  begin();
})();
