// Small comforts; every page and form works without them.
document.addEventListener('keydown', (event) => {
  const at = event.target instanceof Element ? event.target : document.body;
  const isTyping = at.closest('input:not([type=radio], [type=checkbox]), select, textarea, [contenteditable]');
  if (event.key === 'Escape') {
    const menus = document.querySelectorAll('details.menu[open]');
    for (const menu of menus) menu.open = false;
    if (isTyping) event.target.blur();
    else if (menus.length === 0) document.querySelector('[data-key=escape]')?.click();
    return;
  }
  // Choosing a Chinese word ends with Enter, too.
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && at.matches('textarea[data-enter=submit]')) {
    event.preventDefault();
    at.form.requestSubmit();
    return;
  }
  // What Enter presses by itself is not pressed twice.
  if (event.key === 'Enter' && at.closest('a, button, summary')) return;
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
  if (target.dataset.then) document.getElementById(target.dataset.then)?.focus();
});
document.addEventListener('click', (event) => {
  for (const menu of document.querySelectorAll('details.menu[open]')) if (!menu.contains(event.target)) menu.open = false;
});
