/** The invented staff of every bureau in these tests. */
interface Person {
  readonly username: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly passphrase: string;
}

export const officer: Person = {
  username: 'olga',
  name: 'Olga Ferrant',
  roles: ['officer', 'supervisor'],
  passphrase: 'seven grey herons over the weir',
};

export const administrator: Person = {
  username: 'admin',
  name: 'Ada Quill',
  roles: ['administrator'],
  passphrase: 'copper kettle behind the lighthouse',
};

/** As the demonstration set-up wants them: the first one enrols the workstation. */
export const users = [administrator, officer].map(({ roles, ...person }) => ({ ...person, roles: [...roles] }));
