import type { FileHandle, FileSystem } from '#core/store/file-system.ts';

/** The disk does nothing when it is asked to make something durable. */
export function without(call: 'fsync' | 'fdatasync' | 'syncFolder'): (inner: FileSystem) => FileSystem {
  return (inner) => replacing(inner, { [call]: () => undefined });
}

export function withoutSyncOf(inner: FileSystem, name: RegExp): FileSystem {
  const unsynced = new Set<FileHandle>();
  const syncUnless = (sync: (file: FileHandle) => void) => (file: FileHandle) => {
    if (!unsynced.has(file)) sync(file);
  };
  return replacing(inner, {
    open: (path, mode) => {
      const file = inner.open(path, mode);
      if (name.test(path)) unsynced.add(file);
      return file;
    },
    close: (file) => {
      unsynced.delete(file);
      inner.close(file);
    },
    fsync: syncUnless((file) => inner.fsync(file)),
    fdatasync: syncUnless((file) => inner.fdatasync(file)),
  });
}

/** As soon as a snapshot has its name, all older files go. */
export function removingTooEarly(inner: FileSystem): FileSystem {
  return replacing(inner, {
    rename: (from, to) => {
      inner.rename(from, to);
      const [, folder, number] = /^(.*)\/snapshot-(\d+)\.ncb$/.exec(to) ?? [];
      if (folder === undefined || number === undefined) return;
      for (const name of inner.list(folder)) {
        const [, older] = /^(?:snapshot|journal)-(\d+)\.ncb$/.exec(name) ?? [];
        if (older !== undefined && older < number) inner.remove(inner.join(folder, name));
      }
    },
  });
}

function replacing(inner: FileSystem, calls: Partial<FileSystem>): FileSystem {
  return new Proxy(inner, {
    get: (target, name) => {
      const own: unknown = Reflect.get(calls, name);
      const member: unknown = own ?? Reflect.get(target, name);
      return typeof member === 'function' && own === undefined ? member.bind(target) : member;
    },
  });
}
