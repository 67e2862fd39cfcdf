/* The chooser of articles in the editor: beside each field that names an article stands a button that opens it, and below
   the field the article as readers will see it. Every step is a piece of a page fetched from the desk. */
(() => {
  "use strict";
  const dialog = document.createElement("dialog");
  dialog.className = "law-chooser";
  dialog.setAttribute("aria-labelledby", "lc-title");
  let field = null;

  const fetchHtml = async (url) => {
    const answer = await fetch(url, { headers: { "X-Requested-With": "XMLHttpRequest" }, credentials: "same-origin" });
    return answer.ok && !answer.redirected ? answer.text() : null;
  };
  const frame = (input) => {
    const head = document.createElement("header");
    const title = document.createElement("h2");
    const close = document.createElement("button");
    const body = document.createElement("div");
    title.id = "lc-title";
    title.textContent = input.dataset.words;
    title.tabIndex = -1;
    close.type = "button";
    close.className = "lc-close";
    close.setAttribute("aria-label", input.dataset.close);
    close.textContent = "×";
    close.addEventListener("click", () => dialog.close());
    body.className = "lc-body";
    head.append(title, close);
    dialog.replaceChildren(head, body);
  };
  const step = async (url) => {
    const body = dialog.querySelector(".lc-body");
    body.setAttribute("aria-busy", "true");
    const html = await fetchHtml(url);
    body.removeAttribute("aria-busy");
    if (html === null) { location.reload(); return; }
    body.innerHTML = html;
    body.scrollTop = 0;
    dialog.querySelector("#lc-title").textContent = body.querySelector("[data-title]").dataset.title;
    (body.querySelector("input[type=text]") || dialog.querySelector("#lc-title")).focus();
  };
  const set = (input, value) => {
    if (!input) return;
    input.value = value;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const sentenceOf = (input) => document.querySelector(`[name="${CSS.escape(input.name.replace(/citation$/, "sentence"))}"]`);

  dialog.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-step]");
    if (link) { event.preventDefault(); step(link.href); }
    if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener("submit", (event) => {
    event.preventDefault();
    const given = new FormData(event.target);
    if (!event.target.matches("[data-insert]")) {
      step(`${event.target.action}?${new URLSearchParams(given)}`);
      return;
    }
    set(sentenceOf(field), given.get("sentence") || "");
    set(field, given.get("citation"));
    dialog.close();
  });
  dialog.addEventListener("close", () => { if (field) field.focus(); });

  const enhance = (input) => {
    if (input.dataset.enhanced) return;
    input.dataset.enhanced = "yes";
    const button = document.createElement("button");
    const preview = document.createElement("div");
    button.type = "button";
    button.className = "button button-small button-secondary lc-open";
    button.textContent = input.dataset.words;
    preview.className = "lc-preview";
    preview.setAttribute("aria-live", "polite");
    input.after(button, preview);
    button.addEventListener("click", () => {
      field = input;
      frame(input);
      if (!dialog.isConnected) document.body.append(dialog);
      dialog.showModal();
      step(input.dataset.lawChooser);
    });
    let waiting = 0;
    const show = async () => {
      const sentence = sentenceOf(input);
      const asked = new URLSearchParams({ citation: input.value, sentence: sentence ? sentence.value : "" });
      const html = input.value.trim() ? await fetchHtml(`${input.dataset.lawPreview}?${asked}`) : "";
      if (html !== null) preview.innerHTML = html;
    };
    const later = () => { clearTimeout(waiting); waiting = setTimeout(show, 400); };
    input.addEventListener("input", later);
    const sentence = sentenceOf(input);
    if (sentence) sentence.addEventListener("input", later);
    show();
  };
  const look = (root) => root.querySelectorAll("input[data-law-chooser]").forEach(enhance);
  document.addEventListener("DOMContentLoaded", () => {
    look(document);
    new MutationObserver((changes) => changes.forEach(({ addedNodes }) => addedNodes.forEach((node) => {
      if (node.nodeType === Node.ELEMENT_NODE) look(node.matches("input[data-law-chooser]") ? node.parentElement : node);
    }))).observe(document.body, { childList: true, subtree: true });
  });
})();
