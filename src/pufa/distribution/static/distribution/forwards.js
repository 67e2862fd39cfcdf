/* Forwarding at the desk: the board keeps itself up to date and opens evidence in place; packs get copy buttons. */
(() => {
  const board = document.getElementById("forward-board");
  const address = (search) => { const query = new URLSearchParams(search); query.set("part", "1"); return `${board.dataset.url}?${query}`; };
  const show = async (search, isForced) => {
    const answer = await fetch(address(search), { credentials: "same-origin" });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    const shown = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".board-inner");
    if (!shown) throw new Error("no board");
    if (isForced || shown.dataset.version !== board.dataset.version) {
      const name = document.activeElement?.dataset?.forward;
      board.replaceChildren(document.adoptNode(shown));
      board.dataset.version = shown.dataset.version;
      if (name) board.querySelector(`a[data-forward="${CSS.escape(name)}"]`)?.focus({ preventScroll: true });
    }
    return shown.dataset.over;
  };
  const isBusy = () => document.hidden || (board.contains(document.activeElement) && document.activeElement.matches("input"));
  const watch = (pause) => setTimeout(async () => {
    if (isBusy()) return watch(pause);
    let next = 15000;
    try { if (await show(location.search, false)) next = 60000; } catch { next = Math.min(pause * 2, 240000); }
    watch(next);
  }, pause);
  if (board && window.fetch) {
    watch(15000);
    board.addEventListener("click", async (event) => {
      const link = event.target.closest("a[data-forward]");
      if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
      event.preventDefault();
      try {
        await show(new URL(link.href).search, true);
        history.pushState(null, "", link.href);
        if (matchMedia("(max-width: 900px)").matches) board.querySelector(".board-side")?.scrollIntoView({ block: "start" });
      } catch { location.assign(link.href); }
    });
    addEventListener("popstate", () => show(location.search, true).catch(() => location.reload()));
  }

  const copy = async (button) => {
    const field = document.getElementById(button.dataset.copies);
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      field.select();
      document.execCommand("copy");
    }
    const word = button.querySelector("span");
    const before = word.textContent;
    word.textContent = button.dataset.done;
    setTimeout(() => { word.textContent = before; }, 2500);
  };
  for (const button of document.querySelectorAll("[data-copies]")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  }
})();
