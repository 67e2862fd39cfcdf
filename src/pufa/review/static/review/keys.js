/* Keys for reviewers: j and k to the next and previous text, a to approve, b to send back, c to comment. Pages work without. */
(() => {
  "use strict";
  const typing = (target) => target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
  const rows = Array.from(document.querySelectorAll("[data-review-row]"));
  let here = -1;
  const go = (step) => {
    if (rows.length) {
      here = Math.min(rows.length - 1, Math.max(0, here + step));
      rows.forEach((row, place) => row.classList.toggle("rv-here", place === here));
      rows[here].querySelector("a").focus();
      rows[here].scrollIntoView({ block: "nearest" });
      return;
    }
    const link = document.querySelector(step > 0 ? "[data-review-next]" : "[data-review-before]");
    if (link) link.click();
  };
  const reach = (selector) => {
    const field = document.querySelector(selector);
    if (!field) return;
    const fold = field.closest("details");
    if (fold) fold.open = true;
    field.focus();
    field.scrollIntoView({ block: "center" });
  };
  const deeds = {
    j: () => go(1),
    k: () => go(-1),
    a: () => reach("#deed-approve input[type=checkbox]:not(:checked), #deed-approve button:not([disabled])"),
    b: () => reach("#deed-send_back textarea"),
    c: () => reach("#deed-approve textarea"),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const deed = deeds[event.key];
    if (!deed) return;
    event.preventDefault();
    deed();
  });
})();
