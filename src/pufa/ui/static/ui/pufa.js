/* Adds comfort; every page works without it. Keeps the reader's theme and letter size on the device, sets no cookie. */
(() => {
  "use strict";
  const root = document.documentElement;
  const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));
  const keep = {
    get: (name) => { try { return localStorage.getItem(name) || ""; } catch { return ""; } },
    set: (name, value) => { try { value ? localStorage.setItem(name, value) : localStorage.removeItem(name); } catch { /* private window */ } },
  };
  const elders = root.dataset.version === "elders";
  const choices = { theme: ["light", "dark", "contrast"], size: ["large", "huge"] };
  const apply = (name, value) => {
    if (choices[name].includes(value)) root.dataset[name] = value; else delete root.dataset[name];
  };
  if (!elders) for (const name of Object.keys(choices)) if (keep.get(`pufa-${name}`)) apply(name, keep.get(`pufa-${name}`));

  const showPressed = (name) => {
    const now = root.dataset[name] || "";
    all(`[data-set-${name}]`).forEach((button) => button.setAttribute("aria-pressed", String(button.getAttribute(`data-set-${name}`) === now)));
  };
  const displayControls = () => {
    for (const name of Object.keys(choices)) {
      showPressed(name);
      all(`[data-set-${name}]`).forEach((button) => button.addEventListener("click", () => {
        const value = button.getAttribute(`data-set-${name}`);
        apply(name, value);
        keep.set(`pufa-${name}`, value);
        showPressed(name);
      }));
    }
    all("[data-needs-script]").forEach((element) => { element.hidden = false; });
  };

  const closeSheets = () => {
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      all("details.drop[open]").forEach((sheet) => { sheet.open = false; sheet.querySelector("summary").focus(); });
    });
    document.addEventListener("click", (event) => {
      all("details.drop[open]").forEach((sheet) => { if (!sheet.contains(event.target)) sheet.open = false; });
    });
  };

  const sharing = () => {
    all("[data-print]").forEach((button) => button.addEventListener("click", () => window.print()));
    const copy = async (button, text) => {
      await navigator.clipboard.writeText(text || location.href.split("#")[0]);
      const word = button.querySelector("span") || button;
      const before = word.textContent;
      word.textContent = button.dataset.done;
      setTimeout(() => { word.textContent = before; }, 2500);
    };
    all("[data-copy]").forEach((button) => {
      if (!navigator.clipboard) { button.hidden = true; return; }
      button.addEventListener("click", () => copy(button, button.dataset.copy));
    });
    all("[data-share]").forEach((link) => link.addEventListener("click", (event) => {
      if (!navigator.share) return;
      event.preventDefault();
      navigator.share({ title: link.dataset.title || document.title, url: link.dataset.share || location.href }).catch(() => {});
    }));
  };

  /* Reads sentence by sentence: long utterances are cut off by several browsers. */
  const sentencesOf = (target) => all("h1,h2,h3,h4,p,li,blockquote,td,figcaption", target)
    .filter((block) => !block.closest("[hidden],nav,form,button,.sr,.tools,aside,[data-aloud]") && !block.querySelector("p,li,blockquote"))
    .flatMap((block) => {
      const copy = block.cloneNode(true);
      all("rt,rp,sup,svg,button", copy).forEach((part) => part.remove());
      return copy.textContent.match(/[^。！？；!?\n]+[。！？；!?”’]*/g) || [];
    })
    .map((sentence) => sentence.trim()).filter(Boolean);
  const voice = () => {
    const voices = speechSynthesis.getVoices();
    return voices.find((one) => /^zh[-_](CN|Hans)/i.test(one.lang)) || voices.find((one) => /^(zh|cmn)/i.test(one.lang));
  };
  const readAloud = (control) => {
    const target = document.querySelector(control.dataset.aloud);
    const button = control.matches("button") ? control : control.querySelector("button");
    const bar = control.querySelector("progress");
    let sentences = [], at = 0, turn = 0;
    const state = (name) => { control.dataset.state = name; if (bar) bar.hidden = name === "idle"; };
    const say = (mine) => {
      if (mine !== turn) return;
      if (at >= sentences.length) { at = 0; state("idle"); return; }
      const words = new SpeechSynthesisUtterance(sentences[at]);
      words.lang = "zh-CN";
      words.voice = voice() || null;
      words.rate = elders ? 0.85 : 0.95;
      words.onstart = () => state("playing");
      words.onend = () => { if (mine !== turn) return; at += 1; if (bar) bar.value = at / sentences.length; say(mine); };
      words.onerror = () => { if (mine === turn) state("paused"); };
      speechSynthesis.speak(words);
    };
    button.addEventListener("click", () => {
      turn += 1;
      speechSynthesis.cancel();
      if (control.dataset.state === "playing") { state("paused"); return; }
      if (!sentences.length) sentences = sentencesOf(target);
      state("loading");
      say(turn);
    });
    control.hidden = !target;
  };
  const speech = () => {
    const controls = all("[data-aloud]");
    if (!controls.length || !("speechSynthesis" in window)) return;
    let shown = false;
    const show = () => { if (!shown && voice()) { shown = true; controls.forEach(readAloud); } };
    show();
    speechSynthesis.addEventListener?.("voiceschanged", show);
    addEventListener("pagehide", () => speechSynthesis.cancel());
  };

  /* One reader, one beacon: when the page is really seen, not when it is loaded ahead of time. */
  const countReader = () => {
    const { hit, channel } = document.body.dataset;
    if (!hit || !navigator.sendBeacon) return;
    const send = () => navigator.sendBeacon("/reach/hit", new URLSearchParams({ o: hit, c: channel || "web" }));
    if (document.visibilityState === "visible") { send(); return; }
    document.addEventListener("visibilitychange", function seen() {
      if (document.visibilityState !== "visible") return;
      document.removeEventListener("visibilitychange", seen);
      send();
    });
  };

  document.addEventListener("DOMContentLoaded", () => {
    displayControls();
    closeSheets();
    sharing();
    speech();
    countReader();
  });
})();
