/**
 * Puts a text on the clipboard on a person's click. The page has no clipboard permission, so this goes the way of
 * Ctrl+C: a selection and a copy event. Answers whether it worked.
 */
export function copyText(text: string): boolean {
  let isCopied = false;
  const fill = (event: ClipboardEvent) => {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
    event.stopImmediatePropagation();
    isCopied = true;
  };
  document.addEventListener('copy', fill, { capture: true, once: true });
  document.execCommand('copy');
  document.removeEventListener('copy', fill, { capture: true });
  return isCopied;
}
