-- Why a finding was decided as it was, beside it: figures are counted by it, whenever somebody asks for them.
ALTER TABLE finding ADD COLUMN reason TEXT NOT NULL DEFAULT '';
UPDATE finding SET reason = COALESCE(
  (SELECT decision.reason FROM decision WHERE decision.finding = finding.id
   ORDER BY decision.change_no DESC LIMIT 1),
  '');
