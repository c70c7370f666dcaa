DELETE FROM favourite WHERE procedure = :procedure
