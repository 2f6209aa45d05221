-- Which of the processes that share a store hands findings to a sink; the others wait for it to give up, or to die.
ALTER TABLE sink ADD COLUMN owner TEXT NOT NULL DEFAULT '';
ALTER TABLE sink ADD COLUMN claimed BIGINT NOT NULL DEFAULT 0;

-- Figures count findings by kind whenever somebody asks; without this, each time all of every finding is read.
CREATE INDEX finding_kind ON finding (rule, risk, disposition, reason, last_seen);
