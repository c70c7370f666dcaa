INSERT INTO ticket (
    id, number, created_at, call, procedure, supersedes, service, service_name, unit,
    street, building_number, flat, landmark, description, answers,
    email, phone, consent_at, consent_version, haystack
) VALUES (
    :id, :number, :created_at, :call, :procedure, :supersedes, :service, :service_name, :unit,
    :street, :building_number, :flat, :landmark, :description, :answers,
    :email, :phone, :consent_at, :consent_version, :haystack
)
