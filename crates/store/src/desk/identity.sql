SELECT id, code FROM desk
