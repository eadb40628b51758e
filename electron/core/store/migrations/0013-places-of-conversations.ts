/** Requests sent from a case stand in it at every workstation of the bureau: the places of those sent before are still to be said. */
export const placesOfConversations = {
  version: 13,
  statements: ["DELETE FROM sync_state WHERE name = 'all-offered'"],
} as const;
