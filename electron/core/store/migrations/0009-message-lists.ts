/** A page of the inbox is read from an index, however many messages there are; the one of before stood in no order that is asked for. */
export const messageLists = {
  version: 9,
  statements: [
    'DROP INDEX messages_by_time',
    'CREATE INDEX messages_by_time ON messages(at, id)',
    'CREATE INDEX messages_of_box ON messages(direction, at, id)',
  ],
} as const;
