import classes from './code.module.css';

interface Props {
  readonly children: string;
}

/** An identifier, plate, MRZ or digest: monospace and left to right in every language. */
export function Code({ children }: Props) {
  return (
    <bdi dir="ltr" className={classes.code}>
      {children}
    </bdi>
  );
}
