#include "schema.hpp"

namespace silipool::store {

const char* const kSchemaSql = R"(CREATE TABLE study (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  name TEXT NOT NULL,
  command TEXT NOT NULL,           -- run, crossbar, estimate or verify
  file TEXT NOT NULL,              -- SWEEP.toml: path and content
  text TEXT NOT NULL,
  base TEXT NOT NULL,              -- the base configuration: path and content
  base_text TEXT NOT NULL,
  code_version TEXT NOT NULL,      -- of the latest plan
  created REAL NOT NULL            -- seconds since 1970, like all moments here
);
CREATE TABLE code_versions (
  version TEXT PRIMARY KEY,
  program TEXT NOT NULL,           -- path of the executable
  tools TEXT NOT NULL,             -- versions of compiler and tools, a JSON object
  first_used REAL NOT NULL
);
CREATE TABLE points (
  id TEXT PRIMARY KEY,             -- content address, 32 hexadecimal digits
  code_version TEXT NOT NULL REFERENCES code_versions (version),
  seed INTEGER NOT NULL,
  config_hash TEXT NOT NULL,       -- as silipool config check prints it
  config TEXT NOT NULL,            -- the whole configuration, canonical TOML
  arguments TEXT NOT NULL,         -- of the command, after CONFIG: a JSON array of strings
  reproduce TEXT NOT NULL,         -- the command line that does this point alone
  status TEXT NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'running', 'done', 'failed')),
  attempts INTEGER NOT NULL DEFAULT 0,
  owner TEXT NOT NULL DEFAULT '',  -- who runs it, or ran it last: host, boot, process, its start, a number
  lease_until REAL NOT NULL DEFAULT 0,
  started REAL,
  wall_s REAL,
  cpu_s REAL,
  memory_bytes INTEGER,            -- greatest resident set
  exit_status INTEGER,             -- 128 + signal where it was killed
  result TEXT                      -- the command's JSON (docs/cli.md), as it wrote it
);
CREATE INDEX points_status ON points (code_version, status);
CREATE TABLE plan (
  code_version TEXT NOT NULL,
  number INTEGER NOT NULL,         -- order of the points, from 0
  point TEXT NOT NULL REFERENCES points (id),
  design INTEGER NOT NULL,         -- equal for points that differ in their seed only
  rung INTEGER NOT NULL,           -- of successive halving, else 0
  PRIMARY KEY (code_version, number),
  UNIQUE (code_version, point)
);
CREATE TABLE parameters (
  point TEXT NOT NULL REFERENCES points (id),
  position INTEGER NOT NULL,       -- order of the axes
  name TEXT NOT NULL,              -- key of the configuration, arguments.NAME, seed
  value NOT NULL,                  -- number or text; an array as TOML
  PRIMARY KEY (point, name)
) WITHOUT ROWID;
CREATE TABLE metrics (
  point TEXT NOT NULL REFERENCES points (id),
  position INTEGER NOT NULL,       -- order in the result
  name TEXT NOT NULL,              -- path in the result: accuracy.test
  value NOT NULL,                  -- number or text
  unit TEXT NOT NULL,              -- '' where there is none
  timing INTEGER NOT NULL,         -- 1: of the simulation itself, differs from run to run
  PRIMARY KEY (point, name)
) WITHOUT ROWID;
CREATE TABLE failures (
  id INTEGER PRIMARY KEY,
  point TEXT NOT NULL REFERENCES points (id),
  attempt INTEGER NOT NULL,
  at REAL NOT NULL,
  reason TEXT NOT NULL,
  exit_status INTEGER NOT NULL,
  log TEXT NOT NULL                -- what it printed: first and last of it
);
CREATE TABLE shards (
  id INTEGER PRIMARY KEY,
  job TEXT NOT NULL,               -- of the scheduler; '' until submitted
  task INTEGER NOT NULL,
  file TEXT NOT NULL,              -- its own store, of this schema
  state TEXT NOT NULL CHECK (state IN ('open', 'closed'))
);
)";

}  // namespace silipool::store
