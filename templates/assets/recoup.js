// Small comforts; every page and form works without them.
document.addEventListener('keydown', (event) => {
  const at = event.target instanceof Element ? event.target : document.body;
  const isTyping = at.closest('input:not([type=radio], [type=checkbox]), select, textarea, [contenteditable]');
  if (event.key === 'Escape') {
    const menus = document.querySelectorAll('details.menu[open]');
    for (const menu of menus) menu.open = false;
    const row = isTyping && at.closest('[data-row]');
    if (row) row.focus();
    else if (isTyping) event.target.blur();
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
  if (event.key === 'Enter' && at.matches('[data-row] input') && !event.isComposing) {
    event.preventDefault();
    goToRow(at, 1);
    return;
  }
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  if (answerRow(at, event.key)) return event.preventDefault();
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
// One box for all of a list, and what is chosen of it.
document.addEventListener('change', (event) => {
  const all = event.target.dataset?.all;
  if (all) for (const box of boxesOf(all)) box.checked = event.target.checked;
  sayChosen(all ?? event.target.name ?? '');
});
document.addEventListener('reset', (event) => {
  const said = event.target.querySelector('[data-chosen]');
  // The boxes are still as they were.
  if (said) setTimeout(() => sayChosen(said.dataset.chosen));
});
function boxesOf(name) {
  return [...document.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
}
function sayChosen(name) {
  const said = document.querySelector(`[data-chosen="${CSS.escape(name)}"]`);
  if (!said) return;
  said.dataset.unchosen ??= said.textContent;
  const chosen = boxesOf(name).filter((box) => box.checked);
  const { unchosen, said: sentence } = said.dataset;
  said.textContent = chosen.length === 0 ? unchosen : sentence.replace('#', chosen.length).replace('¤', () => sumOf(chosen));
}
// Currencies are never mixed.
function sumOf(boxes) {
  const sums = new Map();
  for (const { dataset } of boxes) {
    const currency = dataset.currency ?? '';
    sums.set(currency, (sums.get(currency) ?? 0n) + BigInt(dataset.amount.replace('.', '')));
  }
  const written = (cents) =>
    String(cents)
      .padStart(3, '0')
      .replace(/(\d\d)$/, '.$1')
      .replace(/\B(?=(\d{3})+\.)/g, ',');
  return [...sums].map(([currency, cents]) => `${written(cents)} ${currency}`.trim()).join(' + ');
}

// A pass over rows: j and k go to the next and the one before, and the keys of a row answer it.
function answerRow(at, key) {
  if (key === 'j' || key === 'k') return goToRow(at, key === 'j' ? 1 : -1);
  const answer = at.closest('[data-row]')?.querySelector(`[data-row-key="${CSS.escape(key)}"]`);
  if (!answer) return false;
  answer.click();
  const more = at.closest('[data-row]').querySelector('.objecting');
  if (more && getComputedStyle(more).display !== 'none') more.querySelector('select, input').focus();
  else goToRow(at, 1);
  return true;
}
function goToRow(at, step) {
  const rows = [...document.querySelectorAll('[data-row]')];
  if (rows.length === 0) return false;
  const here = rows.indexOf(at.closest('[data-row]'));
  const next = rows[Math.max(0, Math.min(rows.length - 1, here + step))];
  next.focus();
  next.scrollIntoView({ block: 'nearest' });
  return true;
}

// A file may be dropped where it is asked for.
for (const name of ['dragover', 'dragleave', 'drop'])
  document.addEventListener(name, (event) => {
    const field = event.target instanceof Element && event.target.closest('[data-drop]');
    if (!field) return;
    event.preventDefault();
    field.toggleAttribute('data-over', name === 'dragover');
    if (name === 'drop' && event.dataTransfer.files.length > 0) field.querySelector('input[type=file]').files = event.dataTransfer.files;
  });

// A file on its way shows how far it is; without this the browser sends the form itself.
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!form.matches('form[data-upload]')) return;
  event.preventDefault();
  const bar = form.querySelector('progress');
  const sending = new XMLHttpRequest();
  bar.hidden = false;
  sending.upload.addEventListener('progress', ({ loaded, total }) => {
    bar.max = total;
    bar.value = loaded;
  });
  sending.addEventListener('load', () => {
    const answer = new DOMParser().parseFromString(sending.responseText, 'text/html');
    if (sending.status < 400) location.assign(sending.responseURL);
    else document.body.replaceWith(document.adoptNode(answer.body));
  });
  sending.addEventListener('error', () => {
    bar.hidden = true;
    form.querySelector('[data-failed]').hidden = false;
  });
  sending.open('POST', form.action);
  sending.send(new FormData(form));
});

// A double click sends a form once; the server sees to it, too.
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (event.defaultPrevented || !form.querySelector('[name=once], [name=key]')) return;
  if (Number(form.dataset.sentAt) > event.timeStamp - 3000) return event.preventDefault();
  form.dataset.sentAt = event.timeStamp;
});

// On a narrow screen the open tab may lie beyond the end of its bar.
for (const tab of document.querySelectorAll('.tabs [aria-current]')) {
  const bar = tab.closest('.tabs');
  const beyond = tab.getBoundingClientRect().right - bar.getBoundingClientRect().right;
  if (beyond > 0) bar.scrollLeft += beyond + 16;
}
