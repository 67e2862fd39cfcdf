/* Proposes laws by their name or the first letters of its pinyin while one types; a number behind leads to the article.
   The list of names is fetched once; what is typed never leaves the browser. Without it the box is a plain form. */
(() => {
  "use strict";
  const SHOWN = 8;
  const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/[\s《》〈〉"'·,，。、:：]+/g, "");
  const inOrder = (letters, wanted) => {
    let at = 0;
    for (const letter of letters) if (letter === wanted[at]) at += 1;
    return at === wanted.length;
  };
  const tierOf = (law, wanted, isLetters) => {
    const own = isLetters ? [...law.forms, law.letters, law.letters.replace(/f$/, "")] : law.forms;
    if (own.includes(wanted)) return 0;
    if (own.some((form) => form.startsWith(wanted))) return 1;
    if (own.some((form) => form.includes(wanted))) return 2;
    return isLetters && wanted.length > 1 && inOrder(law.letters, wanted) ? 3 : -1;
  };
  /* "gxb 13", "民法典第1254条": the name, and the number of an article if one stands behind. */
  const read = (typed) => {
    const plain = fold(typed);
    const found = plain.match(/^(.*?[^第\d])第?(\d{1,4})条?$/);
    return found ? { name: found[1], article: Number(found[2]) } : { name: plain, article: 0 };
  };
  const proposals = (laws, typed) => {
    const { name, article } = read(typed);
    if (!name) return [];
    const isLetters = /^[a-z]+$/.test(name);
    return laws
      .map((law, place) => ({ law, place, tier: tierOf(law, name, isLetters) }))
      .filter(({ law, tier }) => tier >= 0 && (!article || article <= law.last))
      .sort((one, other) => one.tier + (one.law.isPast ? 2 : 0) - other.tier - (other.law.isPast ? 2 : 0) || one.place - other.place)
      .slice(0, SHOWN)
      .map(({ law }) => ({
        label: `《${law.name}》${article ? `第${article}条` : ""}`,
        url: article ? `${law.url}${article}/` : law.url,
      }));
  };

  const lists = new Map();
  const fetchLaws = (url) => {
    if (!lists.has(url)) {
      lists.set(url, fetch(url).then((answer) => (answer.ok ? answer.json() : { laws: [] })).then(({ laws }) => laws.map(
        ([name, letters, address, state, last, called]) => ({
          name, letters, last, url: address, isPast: state !== "in_force", forms: [name, ...called].map(fold),
        }),
      )).catch(() => { lists.delete(url); return []; }));
    }
    return lists.get(url);
  };

  const enhance = (input, number) => {
    const form = input.form;
    const version = (form.getAttribute("action") || "").match(/^\/elders[a-z-]*(?=\/)/);
    const box = document.createElement("ul");
    const status = document.createElement("span");
    box.id = `names-${number}`;
    box.className = "proposals";
    box.setAttribute("role", "listbox");
    box.setAttribute("aria-label", input.labels[0] ? input.labels[0].textContent.trim() : "");
    box.hidden = true;
    status.className = "sr";
    status.setAttribute("role", "status");
    input.type = "text";
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": box.id, autocomplete: "off",
    })) input.setAttribute(name, value);
    const place = form.classList.contains("search") ? form : input.parentElement;
    place.classList.add("proposes");
    place.append(box, status);

    let shown = [], active = -1;
    const mark = (at) => {
      active = at;
      Array.from(box.children).forEach((option, place_) => option.setAttribute("aria-selected", String(place_ === at)));
      if (at < 0) { input.removeAttribute("aria-activedescendant"); return; }
      input.setAttribute("aria-activedescendant", box.children[at].id);
      box.children[at].scrollIntoView({ block: "nearest" });
    };
    const close = () => {
      shown = [];
      box.hidden = true;
      box.replaceChildren();
      status.textContent = "";
      input.setAttribute("aria-expanded", "false");
      mark(-1);
    };
    const go = (at) => location.assign((version ? version[0] : "") + shown[at].url);
    const show = (found) => {
      if (!found.length) { close(); return; }
      shown = found;
      box.replaceChildren(...found.map((one, at) => {
        const option = document.createElement("li");
        option.id = `${box.id}-${at}`;
        option.setAttribute("role", "option");
        option.textContent = one.label;
        option.addEventListener("pointerdown", (event) => event.preventDefault());
        option.addEventListener("click", () => go(at));
        return option;
      }));
      box.hidden = false;
      input.setAttribute("aria-expanded", "true");
      status.textContent = `${found.length} ${input.dataset.found || ""}`;
      mark(-1);
    };
    const propose = async () => {
      const typed = input.value;
      const found = typed.trim() ? proposals(await fetchLaws(input.dataset.names), typed) : [];
      if (typed === input.value && document.activeElement === input) show(found);
    };
    input.addEventListener("input", propose);
    input.addEventListener("focus", () => fetchLaws(input.dataset.names), { once: true });
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "Escape" && shown.length) { event.preventDefault(); close(); }
      if (event.key === "Enter" && active >= 0) { event.preventDefault(); go(active); }
      if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
      event.preventDefault();
      if (!shown.length) { propose(); return; }
      const step = event.key === "ArrowDown" ? 1 : -1;
      mark(((active + step + 1 + shown.length + 1) % (shown.length + 1)) - 1);
    });
  };
  document.querySelectorAll("input[data-names]").forEach(enhance);
})();
