UPDATE desk SET code = :code
