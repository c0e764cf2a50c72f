"""A small Russian sample: the words of one short form, and those the program prints on every form."""

from __future__ import annotations

FORM = """\
form: visit
version: "1.0"
title: Home visit
source: A sample of the tests
choices:
  moods: {calm: Calm, worried: Worried}
sections:
  - id: visit
    title: The visit
    items:
      - {id: number, type: text, label: Visit number, required: true, max_len: 12, span: 6}
      - {id: day, type: date, label: Date of the visit, span: 6}
      - {id: mood, type: choice, label: The person was, choices: moods}
      - {id: alone, type: yes_no, label: Does the person live alone?}
      - {id: notes, type: multiline, label: Notes, lines: 3, max_len: 300, visible_if: {field: alone, is: "yes"}}
"""
WORDS = {
    "visit.title": "Посещение на дому",
    "visit.source": "Образец для проверки",
    "visit.visit.title": "О посещении",
    "visit.visit.number.label": "Номер посещения",
    "visit.visit.day.label": "Дата посещения",
    "visit.visit.mood.label": "Состояние человека",
    "visit.choices.moods.calm": "Спокоен",
    "visit.choices.moods.worried": "Встревожен",
    "visit.visit.alone.label": "Живёт ли человек один?",
    "visit.visit.notes.label": "Примечания",
    "print.yes": "Да",
    "print.no": "Нет",
    "print.ministry": "Министерство труда и социальных вопросов Республики Армения",
    "print.service": "Единая социальная служба",
    "print.version": "Версия формы {version}",
    "print.page": "Страница {page} из {pages}",
    "print.source": "Источник формулировок: {source}",
    "print.return-to": "Верните заполненную форму в территориальный центр, который её выдал.",
    "print.draft": "Проект",
    "print.required": "На вопросы со знаком * нужно ответить.",
    "print.select-one": "выберите один ответ",
    "print.select-all": "выберите все подходящие ответы",
    "print.select": "Выберите",
    "print.type-here": "…",
    "print.date-hint": "ДД.ММ.ГГГГ",
    "print.whole-number-hint": "целое число",
    "print.number-hint": "число, например 12,5",
    "print.phone-hint": "например 091 234567",
    "print.sign-here": "подпись",
    "print.for": "Заполняется для: {group}",
    "print.row": "строка {row}",
    "print.sheet": "Форма",
    "print.question": "Вопрос",
    "print.only-if": "только если {number}: «{answer}»",
    "print.not-if": "если {number} не «{answer}»",
}
