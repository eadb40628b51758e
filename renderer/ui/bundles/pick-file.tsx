import { type RefObject, useId } from 'react';
import classes from './bundles.module.css';

interface Props {
  readonly field: RefObject<HTMLInputElement | null>;
  /** What the file is wanted for. */
  readonly label: string;
  readonly onPick: (file: File) => void;
}

/** The file field behind a button: the button opens the dialog of the system, and what was chosen comes here. */
export function PickFile({ field, label, onPick }: Props) {
  const id = useId();
  return (
    <input
      id={id}
      ref={field}
      type="file"
      tabIndex={-1}
      className={classes.field}
      aria-label={label}
      onChange={({ currentTarget }) => {
        const [file] = currentTarget.files ?? [];
        // The same file may be chosen again.
        currentTarget.value = '';
        if (file) onPick(file);
      }}
    />
  );
}
