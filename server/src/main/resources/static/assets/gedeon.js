'use strict';
// Everything works without this file: it adds the key /, the copy buttons, and the focus after htmx.
(() => {
  const writing = element => element && (element.isContentEditable || /^(input|textarea|select)$/i.test(element.tagName));

  document.addEventListener('keydown', event => {
    const box = document.getElementById('seek');
    if (event.key === '/' && box && !event.ctrlKey && !event.metaKey && !event.altKey && !writing(event.target)) {
      event.preventDefault();
      box.focus();
      box.select();
    }
  });

  const show = () => {
    if (navigator.clipboard) {
      document.querySelectorAll('[data-copy]').forEach(button => { button.hidden = false; });
    }
  };
  document.addEventListener('DOMContentLoaded', show);
  document.addEventListener('htmx:load', show);

  // A page that htmx put in place of another begins where a fresh one would be read from.
  document.addEventListener('htmx:afterSettle', event => {
    const content = document.getElementById('content');
    if (content && event.detail.boosted && !document.querySelector('[autofocus]')) {
      content.focus({ preventScroll: true });
    }
  });

  document.addEventListener('click', async event => {
    const button = event.target.closest('[data-copy]');
    if (!button) return;
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
    const words = button.textContent;
    button.textContent = button.dataset.copied;
    setTimeout(() => { button.textContent = words; }, 2000);
  });
})();
