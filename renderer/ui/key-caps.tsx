import classes from './key-caps.module.css';
import { keyCaps } from './shortcut-keys.ts';

interface Props {
  /** As in a shortcut: `mod+k`, `g c`. */
  readonly keys: string;
}

/** The keys to press, as they are printed on the keyboard. */
export function KeyCaps({ keys }: Props) {
  return (
    <bdi dir="ltr" className={classes.keys}>
      {keyCaps(keys)
        .flat()
        .map((cap, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same cap may stand twice, and their order never changes
          <kbd key={at} className={classes.cap}>
            {cap}
          </kbd>
        ))}
    </bdi>
  );
}
