/* Keeps the board of a sending up to date: fetches its moving part every two seconds while the page is looked at. */
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
