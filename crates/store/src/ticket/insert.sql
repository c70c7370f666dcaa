INSERT INTO ticket (
    id, number, created_at, call, procedure, supersedes, voice_of, service, service_name, unit,
    street, building_number, flat, corner, osiedle, landmark, description, answers,
    email, phone, consent_at, consent_version, haystack
) VALUES (
    :id, :number, :created_at, :call, :procedure, :supersedes, :voice_of, :service, :service_name, :unit,
    :street, :building_number, :flat, :corner, :osiedle, :landmark, :description, :answers,
    :email, :phone, :consent_at, :consent_version, :haystack
)
