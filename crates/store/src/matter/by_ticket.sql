SELECT told FROM matter WHERE ticket = :ticket
