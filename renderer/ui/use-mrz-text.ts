import { useMemo, useState } from 'react';
import { type MrzResult, type MrzText, readZone } from './mrz-zone.ts';

/** The field of a machine readable zone whose text is kept in a form, so that the draft of the form holds it too. */
export function useMrzText(text: string, onText: (text: string) => void) {
  const [result, setResult] = useState<MrzResult | null>(null);
  const value = useMemo<MrzText>(() => ({ text, result }), [text, result]);
  const change = (next: MrzText) => {
    onText(next.text);
    setResult(next.result);
  };
  /** A zone that came whole, e.g. from a document reader. */
  const take = (zone: string): MrzResult => {
    const read = readZone(zone);
    change({ text: zone, result: read });
    return read;
  };
  return { value, change, take };
}
