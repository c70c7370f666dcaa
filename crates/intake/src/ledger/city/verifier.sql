SELECT verifier
FROM city;
