"""formgen: one definition of a form -> PDF, Word and Excel -> one validated record.

The work runs through stages that do not know each other; `pipeline` composes them, and the
commands in `cli` are the journeys a person starts:

1. `define`     forms/*.yaml -> FormDefinition, or every fault of the file at once
2. `translate`  FormDefinition and catalogs -> LocalizedForm, or what the catalog lacks
3. `generate`   LocalizedForm -> a blank PDF, DOCX or XLSX; a compiled blank and answers -> a filled one
4. `identify`   a received document -> the Stamp it carries
5. `extract`    a document and its form -> Response: what is written at each key
6. `validate`   Response -> Record, and the findings that keep an answer out of it or send it to a person
7. `report`     records and findings -> words for people, lines for programs

All of them stand on `document` (what one of our documents is: its stamp, its safe opening), `model`
(the nouns: frozen values without files or libraries), `errors` and `message`.
"""
