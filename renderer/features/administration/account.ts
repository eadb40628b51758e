import type { Output } from '#shared/ipc/contract.ts';

export type Account = Output<'account.list'>[number];
