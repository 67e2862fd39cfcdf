/* Copies the words of a pack; ticks a group of accounts; keeps the board of a sending up to date while the page is looked at. */
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) break;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
    button.append(" · " + button.dataset.done);
    delete button.dataset.copy;
    button.disabled = true;
  });
}

for (const button of document.querySelectorAll("[data-tick]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const boxes = [...button.closest("fieldset").querySelectorAll("input[type=checkbox]")];
    const tick = boxes.some((box) => !box.checked);
    for (const box of boxes) box.checked = tick;
  });
}

(() => {
  const board = document.getElementById("board");
  if (!board || !window.fetch) return;
  let pause = 2000;
  const busy = () => board.contains(document.activeElement) && document.activeElement.matches("input");
  const look = async () => {
    if (document.hidden || busy()) return again();
    try {
      const answer = await fetch(board.dataset.boardUrl, { credentials: "same-origin" });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      const shown = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".board-inner");
      if (shown && shown.dataset.version !== board.dataset.version) {
        const focused = document.activeElement && board.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
        board.replaceChildren(document.adoptNode(shown));
        board.dataset.version = shown.dataset.version;
        if (focused) board.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
      }
      pause = 2000;
      if (shown && shown.dataset.over) return;
    } catch {
      pause = Math.min(pause * 2, 30000);
    }
    again();
  };
  const again = () => setTimeout(look, pause);
  again();
})();
