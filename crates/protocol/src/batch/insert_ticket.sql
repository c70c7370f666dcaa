INSERT INTO ticket (position, id, number, sha256, record)
VALUES (:position, :id, :number, :sha256, :record);
