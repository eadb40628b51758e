-- Schema version 18, as the migrations make it. Written by UPDATE_SCHEMA=1 vitest run test/guard/schema-snapshot.test.ts

CREATE TABLE arrivals (
       id TEXT PRIMARY KEY,
       kind TEXT NOT NULL,
       ref_id TEXT NOT NULL,
       stream_number INTEGER NOT NULL,
       lost INTEGER NOT NULL
     ) STRICT, WITHOUT ROWID;

CREATE TABLE attachments (
      id TEXT PRIMARY KEY, case_id TEXT REFERENCES cases(id), message_id TEXT, name TEXT NOT NULL, media_type TEXT NOT NULL,
      size INTEGER NOT NULL, digest TEXT NOT NULL, state TEXT NOT NULL, remote TEXT,
      added_at INTEGER NOT NULL, added_by TEXT NOT NULL, asked_at INTEGER, brought_at INTEGER) STRICT;

CREATE TABLE audit (
      number INTEGER PRIMARY KEY, at INTEGER NOT NULL, user_id TEXT, username TEXT NOT NULL, method TEXT NOT NULL, subject TEXT NOT NULL,
      subject_id TEXT, detail TEXT NOT NULL, previous_hash TEXT NOT NULL, hash TEXT NOT NULL) STRICT;

CREATE TABLE awaited_changes (id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

CREATE TABLE bundles (
      id TEXT PRIMARY KEY, direction TEXT NOT NULL, workstation TEXT NOT NULL, name TEXT NOT NULL, number INTEGER NOT NULL,
      at INTEGER NOT NULL, by TEXT NOT NULL, items INTEGER NOT NULL, head TEXT NOT NULL, decided TEXT NOT NULL,
      answered_at INTEGER) STRICT;

CREATE TABLE bureau_keys (
      key_id TEXT PRIMARY KEY, public_key TEXT NOT NULL, private_key TEXT NOT NULL, since INTEGER NOT NULL) STRICT;

CREATE TABLE bureaus (
      code TEXT PRIMARY KEY, role TEXT NOT NULL, names TEXT NOT NULL, keys TEXT NOT NULL, updated_at INTEGER NOT NULL) STRICT;

CREATE TABLE case_documents (
      case_id TEXT NOT NULL REFERENCES cases(id), document_id TEXT NOT NULL REFERENCES documents(id),
      added_at INTEGER NOT NULL, added_by TEXT NOT NULL, PRIMARY KEY (case_id, document_id)) STRICT;

CREATE TABLE case_persons (
      case_id TEXT NOT NULL REFERENCES cases(id), person_id TEXT NOT NULL REFERENCES persons(id), role TEXT NOT NULL,
      added_at INTEGER NOT NULL, added_by TEXT NOT NULL, PRIMARY KEY (case_id, person_id)) STRICT;

CREATE TABLE case_serials (year INTEGER PRIMARY KEY, last INTEGER NOT NULL) STRICT;

CREATE TABLE case_vehicles (
      case_id TEXT NOT NULL REFERENCES cases(id), vehicle_id TEXT NOT NULL REFERENCES vehicles(id),
      added_at INTEGER NOT NULL, added_by TEXT NOT NULL, PRIMARY KEY (case_id, vehicle_id)) STRICT;

CREATE TABLE cases (
      id TEXT PRIMARY KEY, reference TEXT NOT NULL UNIQUE, title TEXT NOT NULL, title_order TEXT NOT NULL, crime_area TEXT NOT NULL, status TEXT NOT NULL,
      priority TEXT NOT NULL, purpose TEXT NOT NULL, handling TEXT NOT NULL, marking TEXT NOT NULL,
      officer_id TEXT REFERENCES users(id), description TEXT NOT NULL,
      created_at INTEGER NOT NULL, created_by TEXT NOT NULL, updated_at INTEGER NOT NULL, version INTEGER NOT NULL) STRICT;

CREATE TABLE check_records (
      check_id TEXT NOT NULL REFERENCES checks(id), record_id TEXT NOT NULL, source TEXT NOT NULL, as_of INTEGER, record TEXT NOT NULL,
      fetched_at INTEGER NOT NULL, PRIMARY KEY (check_id, record_id)) STRICT;

CREATE TABLE checks (
      id TEXT PRIMARY KEY, case_id TEXT REFERENCES cases(id), database TEXT NOT NULL, purpose TEXT NOT NULL, title TEXT NOT NULL,
      query TEXT NOT NULL, subject_kind TEXT, subject_id TEXT, at INTEGER NOT NULL, by TEXT NOT NULL,
      local_outcome TEXT NOT NULL, local_candidates TEXT NOT NULL, copy_as_of INTEGER,
      online_outcome TEXT NOT NULL, online_candidates TEXT NOT NULL, online_as_of INTEGER, online_answered_at INTEGER,
      online_problem TEXT, workstation TEXT) STRICT;

CREATE TABLE confirmed_workstations (
      id TEXT PRIMARY KEY, device_key TEXT NOT NULL, confirmed_at INTEGER NOT NULL, confirmed_by TEXT NOT NULL) STRICT;

CREATE TABLE conflicts (
      record_id TEXT NOT NULL, field TEXT NOT NULL, record_kind TEXT NOT NULL, found_at INTEGER NOT NULL,
      PRIMARY KEY (record_id, field)) STRICT;

CREATE TABLE documents (
      id TEXT PRIMARY KEY, number TEXT NOT NULL, type TEXT NOT NULL, issuing_country TEXT NOT NULL, holder_id TEXT REFERENCES persons(id),
      issue_date TEXT, expiry_date TEXT, remarks TEXT NOT NULL,
      created_at INTEGER NOT NULL, created_by TEXT NOT NULL, updated_at INTEGER NOT NULL, version INTEGER NOT NULL) STRICT;

CREATE TABLE drafts (
      user_id TEXT NOT NULL REFERENCES users(id), key TEXT NOT NULL, data TEXT NOT NULL, saved_at INTEGER NOT NULL,
      PRIMARY KEY (user_id, key)) STRICT;

CREATE TABLE early_receipts (
       id INTEGER PRIMARY KEY,
       envelope_id TEXT NOT NULL,
       from_bureau TEXT NOT NULL,
       state TEXT NOT NULL,
       receipt TEXT NOT NULL,
       UNIQUE (envelope_id, from_bureau, state)
     ) STRICT;

CREATE TABLE events (
      id TEXT PRIMARY KEY, case_id TEXT NOT NULL REFERENCES cases(id), at INTEGER NOT NULL, actor TEXT NOT NULL, kind TEXT NOT NULL,
      subject_kind TEXT, subject_id TEXT, data TEXT NOT NULL) STRICT;

CREATE TABLE forgotten_changes (id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

CREATE TABLE identity (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

CREATE TABLE key_holders (
      workstation_id TEXT NOT NULL, key_id TEXT NOT NULL, PRIMARY KEY (workstation_id, key_id)) STRICT;

CREATE TABLE message_attachments (
      message_id TEXT NOT NULL REFERENCES messages(id), attachment_id TEXT NOT NULL REFERENCES attachments(id),
      PRIMARY KEY (message_id, attachment_id)) STRICT;

CREATE TABLE message_recipients (
      message_id TEXT NOT NULL REFERENCES messages(id), bureau TEXT NOT NULL, state TEXT NOT NULL,
      delivered_at INTEGER, read_at INTEGER, PRIMARY KEY (message_id, bureau)) STRICT;

CREATE TABLE messages (
      id TEXT PRIMARY KEY, conversation_id TEXT NOT NULL, in_reply_to TEXT, direction TEXT NOT NULL, case_id TEXT REFERENCES cases(id),
      from_bureau TEXT NOT NULL, author TEXT NOT NULL, to_bureaus TEXT NOT NULL, subject TEXT NOT NULL, body TEXT NOT NULL,
      priority TEXT NOT NULL, handling TEXT NOT NULL, marking TEXT NOT NULL, purpose TEXT NOT NULL, answer_by INTEGER,
      sender_reference TEXT, subjects TEXT NOT NULL, at INTEGER NOT NULL, read_at INTEGER, answered_at INTEGER,
      draft TEXT, stream_number INTEGER) STRICT;

CREATE TABLE notes (
      id TEXT PRIMARY KEY, case_id TEXT NOT NULL REFERENCES cases(id), body TEXT NOT NULL, at INTEGER NOT NULL, author TEXT NOT NULL) STRICT;

CREATE TABLE outbox (
      id TEXT PRIMARY KEY, kind TEXT NOT NULL, ref_id TEXT NOT NULL, case_id TEXT, title TEXT NOT NULL, to_bureaus TEXT NOT NULL,
      priority TEXT NOT NULL, state TEXT NOT NULL, queued_at INTEGER NOT NULL, queued_by TEXT NOT NULL,
      attempts INTEGER NOT NULL, next_attempt_at INTEGER, envelope_id TEXT, sequence INTEGER, envelope TEXT, receipt TEXT, body TEXT,
      problem_code TEXT, problem_detail TEXT, sent_at INTEGER, updated_at INTEGER NOT NULL, paused_at INTEGER, paused_by TEXT, carried_bundle INTEGER, carried_at INTEGER, taken_back_at INTEGER) STRICT;

CREATE TABLE persons (
      id TEXT PRIMARY KEY, family_name TEXT NOT NULL, forename TEXT NOT NULL, birth_name TEXT NOT NULL, aliases TEXT NOT NULL,
      sex TEXT NOT NULL, birth_date TEXT, birth_place TEXT NOT NULL, nationalities TEXT NOT NULL, height INTEGER, eyes TEXT, hair TEXT,
      marks TEXT NOT NULL, cautions TEXT NOT NULL, identity_confirmed INTEGER NOT NULL, mrz TEXT,
      created_at INTEGER NOT NULL, created_by TEXT NOT NULL, updated_at INTEGER NOT NULL, version INTEGER NOT NULL) STRICT;

CREATE TABLE record_changes (
      number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, record_kind TEXT NOT NULL, record_id TEXT NOT NULL, field TEXT NOT NULL,
      base_version INTEGER NOT NULL, base TEXT NOT NULL, value TEXT NOT NULL, parents TEXT NOT NULL, seen INTEGER NOT NULL,
      decision INTEGER NOT NULL, author TEXT NOT NULL, workstation TEXT NOT NULL, at INTEGER NOT NULL, place INTEGER,
      followed INTEGER NOT NULL) STRICT;

CREATE TABLE reference_copies (
      database TEXT PRIMARY KEY, cursor TEXT NOT NULL, as_of INTEGER, records INTEGER NOT NULL) STRICT;

CREATE TABLE reference_keys (
      database TEXT NOT NULL, key TEXT NOT NULL, record_id TEXT NOT NULL, PRIMARY KEY (database, key, record_id)) STRICT, WITHOUT ROWID;

CREATE TABLE reference_records (
      database TEXT NOT NULL, record_id TEXT NOT NULL, record TEXT NOT NULL, PRIMARY KEY (database, record_id)) STRICT, WITHOUT ROWID;

CREATE TABLE search_documents (
      rowid INTEGER PRIMARY KEY, kind TEXT NOT NULL, ref_id TEXT NOT NULL, case_id TEXT, title TEXT NOT NULL, detail TEXT NOT NULL,
      UNIQUE (kind, ref_id)) STRICT;

CREATE VIRTUAL TABLE search_text USING fts4(terms, order=DESC, prefix="1,2,3,4,5", tokenize=unicode61 "remove_diacritics=0");

CREATE TABLE 'search_text_content'(docid INTEGER PRIMARY KEY, 'c0terms');

CREATE TABLE 'search_text_docsize'(docid INTEGER PRIMARY KEY, size BLOB);

CREATE TABLE 'search_text_segdir'(level INTEGER,idx INTEGER,start_block INTEGER,leaves_end_block INTEGER,end_block INTEGER,root BLOB,PRIMARY KEY(level, idx));

CREATE TABLE 'search_text_segments'(blockid INTEGER PRIMARY KEY, block BLOB);

CREATE TABLE 'search_text_stat'(id INTEGER PRIMARY KEY, value BLOB);

CREATE TABLE seen_keys (
      bureau TEXT NOT NULL, key_id TEXT NOT NULL, public_key TEXT NOT NULL, seen_at INTEGER NOT NULL,
      accepted_at INTEGER, accepted_by TEXT, PRIMARY KEY (bureau, key_id)) STRICT;

CREATE TABLE shared_records (id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

CREATE TABLE store_meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE sync_state (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

CREATE TABLE unreadable_envelopes (
      number INTEGER PRIMARY KEY AUTOINCREMENT, stream_number INTEGER NOT NULL, envelope_id TEXT NOT NULL, from_bureau TEXT NOT NULL,
      reason TEXT NOT NULL, envelope TEXT NOT NULL, at INTEGER NOT NULL, settled_at INTEGER, settled_by TEXT,
      lost INTEGER NOT NULL DEFAULT 0) STRICT;

CREATE TABLE uploads (
      attachment_id TEXT NOT NULL REFERENCES attachments(id), outbox_id TEXT NOT NULL REFERENCES outbox(id), blob_id TEXT NOT NULL,
      content_key TEXT NOT NULL, chunks INTEGER NOT NULL, uploaded INTEGER NOT NULL, sealed_size INTEGER NOT NULL, sealed_digest TEXT,
      PRIMARY KEY (outbox_id, attachment_id)) STRICT;

CREATE TABLE users (
      id TEXT PRIMARY KEY, username TEXT NOT NULL UNIQUE, name TEXT NOT NULL, roles TEXT NOT NULL,
      active INTEGER NOT NULL, created_at INTEGER NOT NULL) STRICT;

CREATE TABLE vehicles (
      id TEXT PRIMARY KEY, vin TEXT NOT NULL, plate TEXT NOT NULL, plate_country TEXT, engine_number TEXT NOT NULL, make TEXT NOT NULL,
      model TEXT NOT NULL, colour TEXT NOT NULL, year INTEGER, remarks TEXT NOT NULL,
      created_at INTEGER NOT NULL, created_by TEXT NOT NULL, updated_at INTEGER NOT NULL, version INTEGER NOT NULL) STRICT;

CREATE TABLE waiting_entries (
      number INTEGER PRIMARY KEY, needs TEXT NOT NULL, entry TEXT NOT NULL, workstation TEXT NOT NULL, place INTEGER NOT NULL,
      UNIQUE (needs, entry)) STRICT;

CREATE TABLE workstations (
      id TEXT PRIMARY KEY, bureau TEXT NOT NULL, signing_key TEXT NOT NULL, status TEXT NOT NULL, device_key TEXT NOT NULL DEFAULT '', enrolled_at INTEGER NOT NULL DEFAULT 0, revoked_under TEXT) STRICT;

CREATE INDEX arrivals_by_number ON arrivals(stream_number);

CREATE INDEX arrivals_lost ON arrivals(stream_number, id) WHERE lost = 1;

CREATE INDEX attachments_arriving ON attachments(size, added_at, id) WHERE state = 'arriving';

CREATE INDEX attachments_by_digest ON attachments(digest);

CREATE INDEX attachments_of_case ON attachments(case_id);

CREATE INDEX attachments_of_message ON attachments(message_id);

CREATE INDEX attachments_on_demand ON attachments(added_at, id) WHERE state = 'on-demand';

CREATE UNIQUE INDEX bundles_by_number ON bundles(direction, workstation, number);

CREATE INDEX bundles_by_time ON bundles(at DESC, id);

CREATE INDEX cases_by_title ON cases(title_order, id);

CREATE INDEX cases_by_update ON cases(updated_at DESC, id);

CREATE INDEX cases_of_document ON case_documents(document_id);

CREATE INDEX cases_of_person ON case_persons(person_id);

CREATE INDEX cases_of_vehicle ON case_vehicles(vehicle_id);

CREATE INDEX changes_of_record ON record_changes(record_id, field);

CREATE INDEX checks_by_time ON checks(at DESC, id);

CREATE INDEX checks_of_case ON checks(case_id, at DESC);

CREATE INDEX documents_by_holder ON documents(holder_id);

CREATE INDEX documents_by_update ON documents(updated_at DESC, id);

CREATE INDEX early_receipts_from ON early_receipts (from_bureau);

CREATE INDEX events_of_case ON events(case_id, at DESC, id DESC);

CREATE INDEX events_of_message ON events(subject_id) WHERE subject_kind = 'message';

CREATE INDEX heads_of_field ON record_changes(record_id, field) WHERE followed = 0;

CREATE INDEX keys_of_record ON reference_keys(database, record_id);

CREATE INDEX messages_by_time ON messages(at, id);

CREATE INDEX messages_of_box ON messages(direction, at, id);

CREATE INDEX messages_of_case ON messages(case_id, at);

CREATE INDEX messages_of_conversation ON messages(conversation_id, at);

CREATE INDEX notes_of_case ON notes(case_id, at);

CREATE INDEX outbox_by_envelope ON outbox(envelope_id);

CREATE INDEX outbox_by_state ON outbox(state, priority, queued_at);

CREATE INDEX outbox_in_order ON outbox(state, priority);

CREATE INDEX outbox_of_ref ON outbox(ref_id);

CREATE INDEX persons_by_update ON persons(updated_at DESC, id);

CREATE INDEX unreadable_alike
      ON unreadable_envelopes (settled_at, from_bureau, envelope ->> '$.kind', reason, (envelope ->> '$.priority') IS 'urgent') WHERE settled_at IS NULL;

CREATE INDEX unreadable_by_stream_number ON unreadable_envelopes (stream_number);

CREATE INDEX unreadable_to_settle
      ON unreadable_envelopes (settled_at, (envelope ->> '$.priority') IS 'urgent', number, reason) WHERE settled_at IS NULL;

CREATE INDEX uploads_of_attachment ON uploads(attachment_id);

CREATE INDEX vehicles_by_update ON vehicles(updated_at DESC, id);

CREATE INDEX workstations_of_bureau ON workstations(bureau);
