-- What the nodes of one installation have to agree on.
CREATE TABLE setting (
  name text PRIMARY KEY,
  value text NOT NULL
);
