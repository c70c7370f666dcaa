DELETE FROM matter WHERE ticket = :ticket
