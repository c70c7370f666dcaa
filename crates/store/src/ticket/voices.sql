SELECT count(*) FROM ticket WHERE voice_of = :id
