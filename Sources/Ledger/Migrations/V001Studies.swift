internal import GRDB

/// The first schema. Landed, so frozen: a change is a new migration.
enum V001Studies {
    static func register(in migrator: inout DatabaseMigrator) {
        migrator.registerMigration("V001Studies") { database in
            for table in [arrivals, studies, instances, results, charges, audit] { try database.execute(sql: table) }
        }
    }

    private static let arrivals = """
        CREATE TABLE arrivals (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            inbox TEXT NOT NULL,
            relative_path TEXT NOT NULL,
            size INTEGER NOT NULL,
            mtime_ns INTEGER NOT NULL,
            inode INTEGER NOT NULL,
            sha256 TEXT,
            outcome TEXT,
            reason_code TEXT,
            reason TEXT,
            duplicate_of INTEGER REFERENCES arrivals(number),
            study INTEGER REFERENCES studies(number),
            seen_at TEXT NOT NULL,
            settled_at TEXT
        ) STRICT;
        CREATE INDEX arrivals_by_path ON arrivals(inbox, relative_path);
        CREATE INDEX arrivals_by_study ON arrivals(study);
        """

    private static let studies = """
        CREATE TABLE study_keys (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            study_instance_uid TEXT NOT NULL UNIQUE
        ) STRICT;
        CREATE TABLE studies (
            number INTEGER PRIMARY KEY REFERENCES study_keys(number),
            study_instance_uid TEXT NOT NULL UNIQUE,
            patient_id TEXT,
            issuer TEXT,
            accession TEXT,
            study_date TEXT,
            revision INTEGER NOT NULL CHECK (revision >= 1),
            state TEXT NOT NULL,
            state_name TEXT NOT NULL,
            attempts INTEGER NOT NULL DEFAULT 0,
            since TEXT NOT NULL,
            last_arrival_at TEXT NOT NULL
        ) STRICT;
        CREATE INDEX studies_by_state ON studies(state_name);
        CREATE INDEX studies_by_accession ON studies(accession);
        """

    private static let instances = """
        CREATE TABLE instances (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            study INTEGER NOT NULL REFERENCES studies(number),
            sop_instance_uid TEXT NOT NULL,
            sop_class_uid TEXT NOT NULL,
            series_uid TEXT NOT NULL,
            transfer_syntax TEXT NOT NULL,
            patient_id TEXT,
            issuer TEXT,
            accession TEXT,
            study_date TEXT,
            sha256 TEXT NOT NULL,
            size INTEGER NOT NULL,
            archive_name TEXT NOT NULL,
            facts TEXT NOT NULL,
            arrival INTEGER NOT NULL REFERENCES arrivals(number),
            revision INTEGER NOT NULL,
            set_aside INTEGER NOT NULL DEFAULT 0,
            UNIQUE (study, sha256)
        ) STRICT;
        CREATE INDEX instances_by_patient ON instances(study, set_aside, patient_id);
        CREATE INDEX instances_by_issuer ON instances(study, set_aside, issuer);
        CREATE INDEX instances_by_accession ON instances(study, set_aside, accession);
        CREATE INDEX instances_by_date ON instances(study, set_aside, study_date);
        """

    private static let results = """
        CREATE TABLE results (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            study INTEGER NOT NULL REFERENCES studies(number),
            revision INTEGER NOT NULL,
            digest TEXT NOT NULL,
            pipeline TEXT NOT NULL,
            recorded_at TEXT NOT NULL
        ) STRICT;
        CREATE INDEX results_by_study ON results(study, revision);
        CREATE TABLE reports (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            study INTEGER NOT NULL REFERENCES studies(number),
            revision INTEGER NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('preliminary', 'final')),
            sop_instance_uid TEXT NOT NULL UNIQUE,
            series_instance_uid TEXT NOT NULL,
            sha256 TEXT NOT NULL,
            folder TEXT NOT NULL,
            made_at TEXT NOT NULL
        ) STRICT;
        CREATE INDEX reports_by_study ON reports(study, revision);
        CREATE TABLE interpretations (
            study INTEGER NOT NULL REFERENCES studies(number),
            revision INTEGER NOT NULL,
            account TEXT NOT NULL,
            host TEXT NOT NULL,
            npi TEXT NOT NULL,
            name TEXT NOT NULL,
            organisation TEXT NOT NULL,
            taxonomy TEXT NOT NULL,
            impression TEXT NOT NULL,
            signed_at TEXT NOT NULL,
            shown TEXT NOT NULL,
            recorded_at TEXT NOT NULL,
            PRIMARY KEY (study, revision)
        ) STRICT;
        CREATE TABLE orders (
            accession TEXT PRIMARY KEY,
            sha256 TEXT NOT NULL,
            json TEXT NOT NULL,
            taken_at TEXT NOT NULL
        ) STRICT;
        """

    private static let charges = """
        CREATE TABLE charges (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            charge_id TEXT NOT NULL,
            event_id TEXT NOT NULL UNIQUE,
            study INTEGER NOT NULL REFERENCES studies(number),
            revision INTEGER NOT NULL,
            action TEXT NOT NULL,
            service TEXT NOT NULL,
            component TEXT NOT NULL,
            code TEXT NOT NULL,
            patient_key TEXT NOT NULL,
            date_of_service TEXT NOT NULL,
            supersedes TEXT REFERENCES charges(event_id),
            bytes BLOB NOT NULL,
            sha256 TEXT NOT NULL,
            is_live INTEGER NOT NULL CHECK (is_live IN (0, 1)),
            recorded_at TEXT NOT NULL,
            outbox_written_at TEXT
        ) STRICT;
        CREATE UNIQUE INDEX one_live_charge ON charges(study, service, component) WHERE is_live = 1;
        CREATE INDEX charges_by_day ON charges(patient_key, date_of_service) WHERE is_live = 1;
        """

    private static let audit = """
        CREATE TABLE audit (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            at TEXT NOT NULL,
            who TEXT NOT NULL,
            what TEXT NOT NULL,
            study INTEGER,
            revision INTEGER,
            arrival INTEGER,
            digest TEXT,
            detail TEXT NOT NULL,
            previous TEXT NOT NULL,
            hash TEXT NOT NULL UNIQUE
        ) STRICT;
        CREATE INDEX audit_by_study ON audit(study);
        CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
        BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
        CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit
        BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
        """
}
