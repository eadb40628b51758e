import type { Locator, Page } from '@playwright/test';

/** A form, a dialog or the whole page. */
export type Scope = Page | Locator;

const pageOf = (scope: Scope): Page => ('page' in scope ? scope.page() : scope);

/** A text field by its label. */
export const field = (scope: Scope, label: string): Locator => scope.getByRole('textbox', { name: label, exact: true });

/** Opens a list and picks one of its words. */
export async function choose(scope: Scope, label: string, option: string | RegExp): Promise<void> {
  await scope.getByRole('combobox', { name: label, exact: true }).click();
  await pageOf(scope).getByRole('option', { name: option, exact: true }).click();
}

/** Picks one of the parts of a segmented control. */
export async function pick(scope: Scope, group: string, part: string): Promise<void> {
  await scope.getByRole('radiogroup', { name: group }).getByText(part, { exact: true }).click();
}

/** Writes into the clipboard-free way a person pastes: one input event with the whole text. */
export async function paste(target: Locator, text: string): Promise<void> {
  await target.focus();
  await target.evaluate((element, pasted) => {
    const data = new DataTransfer();
    data.setData('text/plain', pasted);
    const event = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });
    if (element.dispatchEvent(event)) document.execCommand('insertText', false, pasted);
  }, text);
}

/** Text as it is read: the marks that keep the directions of scripts apart (FSI, PDI) may stand around any word of it. */
export function words(text: string): RegExp {
  const parts = text.split(' ').map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(parts.join('[\\s\u2066-\u2069]+'));
}
