DELETE FROM flag WHERE procedure = :procedure AND version = :version
