-- Several sources of a kind are told apart by a name; what a source's network is to people is kept with it.
ALTER TABLE source ADD COLUMN name text NOT NULL DEFAULT '';
ALTER TABLE source ADD COLUMN network jsonb;
DROP INDEX source_kind;
CREATE UNIQUE INDEX source_name ON source (campaign_id, kind, name);
