"""Nobody completes a course with an assessment without having passed it, whatever writes the row. docs/adr/0077.

Looked at when the transaction ends: completing and noting the result may come in either order within it. A result that
a completion stands on can neither be changed nor taken away. An assessment that a course gets later asks nothing of who
has completed it before.
"""

from django.db import migrations

SQL = """
CREATE FUNCTION training_completed_needs_result() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    which bigint;
BEGIN
    IF TG_TABLE_NAME = 'training_enrollment' THEN
        which := NEW.id;
    ELSE
        which := OLD.enrollment_id;
    END IF;
    IF EXISTS (
        SELECT FROM training_enrollment e JOIN training_course c ON c.id = e.course_id
        WHERE e.id = which AND e.state = 'completed' AND c.assessment <> '' AND NOT EXISTS (
            SELECT FROM training_assessmentresult r WHERE r.enrollment_id = e.id AND r.result = 'passed')
    ) THEN
        RAISE EXCEPTION 'Enrollment % is completed without a passed assessment', which
            USING ERRCODE = 'check_violation', CONSTRAINT = 'enrollment_completed_after_passing';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER training_completed_insert AFTER INSERT ON training_enrollment
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.state = 'completed')
EXECUTE FUNCTION training_completed_needs_result();
CREATE CONSTRAINT TRIGGER training_completed_update AFTER UPDATE ON training_enrollment
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.state = 'completed' AND OLD.state <> 'completed')
EXECUTE FUNCTION training_completed_needs_result();
CREATE CONSTRAINT TRIGGER training_result_changed AFTER UPDATE OR DELETE ON training_assessmentresult
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.result = 'passed')
EXECUTE FUNCTION training_completed_needs_result();
"""
BACK = "DROP FUNCTION training_completed_needs_result() CASCADE;"


class Migration(migrations.Migration):
    dependencies = [("training", "0005_results_certificates_budgets")]
    operations = [migrations.RunSQL(SQL, BACK)]
