internal import GRDB

/// What a running service needs: counts that cost nothing to ask for, look-ups by instance, announcements, commitments.
enum V002Service {
    static func register(in migrator: inout DatabaseMigrator) {
        migrator.registerMigration("V002Service") { database in
            for part in [columns, indexes, counts, service] { try database.execute(sql: part) }
        }
    }

    /// What stood before a data set that another arrival brought first; why a held study is held, as `HoldReason.name` says; empty where it isn't held.
    private static let columns = """
        ALTER TABLE arrivals ADD COLUMN head BLOB;
        ALTER TABLE studies ADD COLUMN hold TEXT NOT NULL DEFAULT '';
        UPDATE studies SET hold = COALESCE((SELECT key FROM json_each(studies.state, '$.held._0')), '')
            WHERE state_name = 'held';
        """

    private static let indexes = """
        CREATE INDEX arrivals_open ON arrivals(number) WHERE outcome IS NULL;
        CREATE INDEX arrivals_in_quarantine ON arrivals(sha256) WHERE outcome = 'quarantined';
        CREATE INDEX arrivals_in_quarantine_by_number ON arrivals(number) WHERE outcome = 'quarantined';
        CREATE INDEX instances_by_uid ON instances(sop_instance_uid, study, sop_class_uid);
        CREATE INDEX studies_since ON studies(state_name, since);
        CREATE INDEX studies_held ON studies(hold, since) WHERE state_name = 'held';
        CREATE INDEX studies_ended_again ON studies(number)
            WHERE revision > 1 AND state_name IN ('notCharged', 'rejected');
        """

    private static let counts = """
        CREATE TABLE study_counts (
            state_name TEXT NOT NULL,
            hold TEXT NOT NULL,
            n INTEGER NOT NULL,
            PRIMARY KEY (state_name, hold)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO study_counts SELECT state_name, hold, COUNT(*) FROM studies GROUP BY state_name, hold;
        CREATE TRIGGER study_counted AFTER INSERT ON studies
        BEGIN
            INSERT INTO study_counts VALUES (NEW.state_name, NEW.hold, 1)
                ON CONFLICT (state_name, hold) DO UPDATE SET n = n + 1;
        END;
        CREATE TRIGGER study_recounted AFTER UPDATE OF state_name, hold ON studies
            WHEN NEW.state_name <> OLD.state_name OR NEW.hold <> OLD.hold
        BEGIN
            UPDATE study_counts SET n = n - 1 WHERE state_name = OLD.state_name AND hold = OLD.hold;
            INSERT INTO study_counts VALUES (NEW.state_name, NEW.hold, 1)
                ON CONFLICT (state_name, hold) DO UPDATE SET n = n + 1;
        END;
        CREATE TABLE arrival_counts (outcome TEXT PRIMARY KEY, n INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        INSERT INTO arrival_counts SELECT outcome, COUNT(*) FROM arrivals WHERE outcome IS NOT NULL GROUP BY outcome;
        CREATE TRIGGER arrival_counted AFTER INSERT ON arrivals WHEN NEW.outcome IS NOT NULL
        BEGIN
            INSERT INTO arrival_counts VALUES (NEW.outcome, 1) ON CONFLICT (outcome) DO UPDATE SET n = n + 1;
        END;
        CREATE TRIGGER arrival_recounted AFTER UPDATE OF outcome ON arrivals WHEN NEW.outcome IS NOT OLD.outcome
        BEGIN
            UPDATE arrival_counts SET n = n - 1 WHERE outcome = OLD.outcome;
            INSERT INTO arrival_counts SELECT NEW.outcome, 1 WHERE NEW.outcome IS NOT NULL
                ON CONFLICT (outcome) DO UPDATE SET n = n + 1;
        END;
        """

    private static let service = """
        CREATE TABLE announcements (
            study_instance_uid TEXT NOT NULL,
            source TEXT NOT NULL,
            instances TEXT NOT NULL,
            received_at TEXT NOT NULL,
            PRIMARY KEY (study_instance_uid, source)
        ) STRICT;
        CREATE TABLE commitments (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            transaction_uid TEXT NOT NULL,
            peer TEXT NOT NULL,
            objects TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('pending', 'delivered', 'dead')),
            attempts INTEGER NOT NULL DEFAULT 0,
            requested_at TEXT NOT NULL,
            ended_at TEXT,
            trouble TEXT
        ) STRICT;
        CREATE INDEX commitments_pending ON commitments(number) WHERE state = 'pending';
        CREATE INDEX commitments_dead ON commitments(ended_at) WHERE state = 'dead';
        CREATE INDEX commitments_by_transaction ON commitments(transaction_uid, peer);
        """
}
