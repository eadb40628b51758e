import classes from './fingerprint.module.css';

interface Props {
  /** Groups with spaces between them. */
  readonly text: string;
}

/** Digits or letters in groups, so that two people can compare them by telephone; left to right in every language. */
export function Fingerprint({ text }: Props) {
  const groups = text.split(' ');
  return (
    <bdi dir="ltr" className={classes.fingerprint} data-groups={groups.length}>
      {groups.map((group, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the groups never change their order, and two may be equal
        <span key={at}>{group}</span>
      ))}
    </bdi>
  );
}
