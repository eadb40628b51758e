import type { PrecisionField } from '#shared/domain/precision-check.ts';

/** Where in the form a part of the message is written. */
export type ComposeField = PrecisionField | 'case';

export const fieldId = (field: ComposeField) => `compose-${field}`;

const focusable = 'input:checked, input:not([type="hidden"]):not(:disabled), select, textarea, button:not(:disabled)';

/** Brings the field into sight and puts the focus into it; what stands in a case leads to the case where none is chosen. */
export function focusField(field: ComposeField): void {
  const place = document.getElementById(fieldId(field)) ?? document.getElementById(fieldId('case'));
  if (!place) return;
  const target = place.matches(focusable) ? place : place.querySelector<HTMLElement>(focusable);
  const focused = target ?? place;
  focused.focus({ preventScroll: true });
  focused.scrollIntoView({ block: 'center' });
}
