DELETE FROM handover WHERE draft = :draft
