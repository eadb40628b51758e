import type { Migration } from './migration.ts';

/** Every table that grows is keyed by bureau first, so that a distributed PostgreSQL can shard it. */
export const envelopesAndStreams: Migration = {
  number: 1,
  name: 'envelopes and streams',
  sql: `
    -- The certificate authority and other facts of the whole hub.
    create table hub_facts (
      name text primary key,
      value jsonb not null
    );

    -- The hub's histories: a new one begins after a restore from a backup.
    create table epochs (
      number int primary key,
      id uuid not null,
      began_at timestamptz not null
    );

    create table bureaus (
      code text primary key,
      names jsonb not null,
      role text not null,
      status text not null default 'active',
      created_at timestamptz not null
    );

    create table bureau_keys (
      bureau text not null,
      key_id text not null,
      public_key text not null,
      status text not null default 'current',
      since timestamptz not null,
      primary key (bureau, key_id)
    );

    create table workstations (
      bureau text not null,
      id uuid not null,
      signing_key text not null,
      device_key text not null,
      device_key_id text not null,
      certificate_sha256 text not null,
      certificate_until timestamptz not null,
      status text not null default 'active',
      enrolled_at timestamptz not null,
      next_sequence bigint not null default 1,
      primary key (bureau, id)
    );
    create unique index workstations_by_certificate on workstations (certificate_sha256);

    create table enrolment_codes (
      secret_sha256 text primary key,
      bureau text not null,
      created_at timestamptz not null,
      expires_at timestamptz not null,
      used_at timestamptz,
      -- Of the certificate request's public key: the same machine may ask for its lost answer again.
      used_by_key_sha256 text,
      answer jsonb
    );

    create table enrolment_failures (
      address text not null,
      at timestamptz not null
    );
    create index enrolment_failures_by_address on enrolment_failures (address, at);

    create table envelopes (
      bureau text not null,
      id uuid not null,
      workstation uuid not null,
      received_at timestamptz not null,
      document json not null,
      primary key (bureau, id)
    );

    create table stream_heads (
      bureau text primary key,
      head bigint not null default 0
    );

    -- How far each stream reached when an epoch began.
    create table stream_epochs (
      bureau text not null,
      epoch int not null,
      base bigint not null,
      primary key (bureau, epoch)
    );

    create table streams (
      bureau text not null,
      number bigint not null,
      sender text not null,
      envelope_id uuid not null,
      primary key (bureau, number)
    );

    -- The stored answers: a replay gets the same one.
    create table answers (
      bureau text not null,
      envelope_id uuid not null,
      workstation uuid not null,
      sequence bigint not null,
      content_sha256 text not null,
      verdict jsonb not null,
      answered_at timestamptz not null,
      primary key (bureau, envelope_id)
    );

    -- One hash chain for each bureau, and one for the hub itself (bureau '-').
    create table audit_heads (
      bureau text primary key,
      number bigint not null,
      hash text not null
    );

    create table audit (
      bureau text not null,
      number bigint not null,
      at timestamptz not null,
      event text not null,
      workstation uuid,
      subject text,
      details jsonb not null,
      previous_hash text not null,
      hash text not null,
      primary key (bureau, number)
    );
  `,
};
