// Small comforts; every page and form works without them.
document.addEventListener('keydown', (event) => {
  const isTyping = event.target instanceof Element && event.target.closest('input, select, textarea, [contenteditable]');
  if (event.key === 'Escape') {
    for (const menu of document.querySelectorAll('details.menu[open]')) menu.open = false;
    if (isTyping) event.target.blur();
    return;
  }
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === '/') {
    event.preventDefault();
    document.querySelector('.topbar input[type=search]')?.focus();
    return;
  }
  // A button or link says by itself which key it answers to.
  const target = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!target || target.getAttribute('aria-disabled') === 'true') return;
  event.preventDefault();
  if (target.matches('input:not([type=radio], [type=checkbox]), select, textarea')) target.focus();
  else target.click();
});
document.addEventListener('click', (event) => {
  for (const menu of document.querySelectorAll('details.menu[open]')) if (!menu.contains(event.target)) menu.open = false;
});
// One box for all of a list, and what is chosen of it.
document.addEventListener('change', (event) => {
  const all = event.target.dataset?.all;
  const name = all ?? event.target.name;
  const said = document.querySelector(`[data-chosen="${CSS.escape(name ?? '')}"]`);
  if (!said) return;
  const boxes = [...document.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
  if (all) for (const box of boxes) box.checked = event.target.checked;
  said.dataset.unchosen ??= said.textContent;
  const chosen = boxes.filter((box) => box.checked).length;
  said.textContent = chosen === 0 ? said.dataset.unchosen : said.dataset.said.replace('#', chosen);
});
