// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/yaml/documents.h"

#include <yaml.h>

#include <algorithm>
#include <optional>

#include "kube/yaml/badbytes.h"
#include "kube/yaml/transcoder.h"

namespace portolan {

namespace {

constexpr int maxBroken = 100;  ///< of one text

std::string_view textOf(const yaml_char_t *text)
{
    return text ? std::string_view(reinterpret_cast<const char *>(text)) : std::string_view();
}

/** What went wrong, with the line within the text that was parsed, counted from 0. */
struct Trouble {
    std::string what;
    std::size_t line = 0;
};

/** libyaml's parser on one text. */
class Parser {
public:
    explicit Parser(std::string_view text)
    {
        yaml_parser_initialize(&m_parser);
        yaml_parser_set_encoding(&m_parser, YAML_UTF8_ENCODING);
        yaml_parser_set_input_string(&m_parser, reinterpret_cast<const unsigned char *>(text.data()), text.size());
    }
    Parser(const Parser &) = delete;
    ~Parser() { yaml_parser_delete(&m_parser); }

    bool next(yaml_event_t &event) { return yaml_parser_parse(&m_parser, &event) != 0; }

    Trouble trouble() const
    {
        std::string what = "not YAML: ";
        what += m_parser.problem ? m_parser.problem : "nothing is known of why";
        if (m_parser.context)
            what.append(" ").append(m_parser.context);
        return {what, std::max(m_parser.problem_mark.line, m_parser.context_mark.line)};
    }

private:
    yaml_parser_t m_parser;
};

struct Event {
    yaml_event_t raw{};
    ~Event() { yaml_event_delete(&raw); }
};

/** Reads the documents of a text until one is broken. */
class Documents {
public:
    Documents(std::string_view text, std::uint32_t firstLine, const YamlSink &sink, YamlTranscoder &transcoder)
        : m_text(text), m_firstLine(firstLine), m_sink(sink), m_transcoder(transcoder)
    {
    }

    /** The line of the document that is being read, counted from 0 within the text. */
    std::size_t line() const { return m_line; }

    std::optional<Trouble> run()
    {
        Parser parser(m_text);
        for (;;) {
            Event event;
            if (!parser.next(event.raw))
                return parser.trouble();
            if (event.raw.type == YAML_STREAM_END_EVENT)
                return std::nullopt;
            if (std::string wrong = take(event.raw); !wrong.empty())
                return Trouble{wrong, event.raw.start_mark.line};
        }
    }

private:
    std::string take(const yaml_event_t &event)
    {
        switch (event.type) {
            case YAML_DOCUMENT_START_EVENT:
                m_transcoder.begin(m_text.size());
                m_line = event.start_mark.line;
                m_isAtRoot = true;
                return {};
            case YAML_DOCUMENT_END_EVENT:
                if (m_transcoder.json() != "null")
                    m_sink.document(m_transcoder.buffer(), m_firstLine + static_cast<std::uint32_t>(m_line));
                m_line = event.end_mark.line;
                return {};
            case YAML_STREAM_START_EVENT:
            case YAML_NO_EVENT:
                return {};
            default:
                return takeNode(event);
        }
    }

    std::string takeNode(const yaml_event_t &event)
    {
        if (m_isAtRoot)
            m_line = event.start_mark.line;
        m_isAtRoot = false;
        switch (event.type) {
            case YAML_SCALAR_EVENT: {
                const auto &scalar = event.data.scalar;
                const std::string_view text(reinterpret_cast<const char *>(scalar.value), scalar.length);
                const bool isPlain = scalar.style == YAML_PLAIN_SCALAR_STYLE;
                return m_transcoder.scalar({text, textOf(scalar.tag), isPlain}, textOf(scalar.anchor));
            }
            case YAML_ALIAS_EVENT:
                return m_transcoder.alias(textOf(event.data.alias.anchor));
            case YAML_MAPPING_START_EVENT:
                return m_transcoder.open(true, textOf(event.data.mapping_start.anchor));
            case YAML_SEQUENCE_START_EVENT:
                return m_transcoder.open(false, textOf(event.data.sequence_start.anchor));
            default:
                return m_transcoder.close();
        }
    }

    std::string_view m_text;
    std::uint32_t m_firstLine;
    const YamlSink &m_sink;
    YamlTranscoder &m_transcoder;
    std::size_t m_line = 0;
    bool m_isAtRoot = false;
};

std::uint32_t linesIn(std::string_view text)
{
    return static_cast<std::uint32_t>(std::ranges::count(text, '\n'));
}

/** Where the line with this number begins, counted from 0; the size of the text if it has fewer. */
std::size_t lineStart(std::string_view text, std::size_t line)
{
    std::size_t at = 0;
    for (; line > 0 && at < text.size(); --line) {
        const auto end = text.find('\n', at);
        at = end == std::string_view::npos ? text.size() : end + 1;
    }
    return at;
}

/** Where the next document begins behind `from`, which lies in one; npos if there is none. */
std::size_t nextDocument(std::string_view text, std::size_t from)
{
    for (auto at = text.find("\n---", from); at != std::string_view::npos; at = text.find("\n---", at + 1)) {
        const char behind = at + 4 < text.size() ? text[at + 4] : '\n';
        if (behind == '\n' || behind == '\r' || behind == ' ' || behind == '\t')
            return at + 1;
    }
    return std::string_view::npos;
}

/** Where the document begins in which `at` lies. */
std::size_t documentAround(std::string_view text, std::size_t at)
{
    std::size_t start = 0;
    for (std::size_t next = nextDocument(text, 0); next <= at; next = nextDocument(text, next))
        start = next;
    return start;
}

/** Reads a text piece by piece: up to what is broken, and on from the document behind it. */
class Pieces {
public:
    Pieces(std::string_view text, const YamlSink &sink) : m_text(text), m_sink(sink) {}

    void run()
    {
        std::size_t bad = firstBadByte(m_text);
        for (int broken = 0; m_at < m_text.size(); ++broken) {
            if (broken == maxBroken)
                return m_sink.broken("more that is not YAML; the rest is not read", m_line, {});
            const std::size_t clean =
                bad < m_text.size() ? m_at + documentAround(m_text.substr(m_at), bad - m_at) : bad;
            if (readTo(clean))
                continue;
            if (m_at >= m_text.size())
                return;
            const std::size_t end = std::min(nextDocument(m_text, bad), m_text.size());
            m_sink.broken("not YAML: bytes that it does not allow (neither UTF-8 nor a printable character)",
                          m_line + linesIn(m_text.substr(m_at, bad - m_at)), m_text.substr(m_at, end - m_at));
            advance(end);
            bad = m_at + firstBadByte(m_text.substr(m_at));
        }
    }

private:
    /** Reads what lies before `end`; true if it had to skip a broken document on the way. */
    bool readTo(std::size_t end)
    {
        const std::string_view piece = m_text.substr(m_at, end - m_at);
        Documents documents(piece, m_line, m_sink, m_transcoder);
        const auto trouble = documents.run();
        if (!trouble) {
            advance(end);
            return false;
        }
        const std::size_t start = lineStart(piece, documents.line());
        const std::size_t next = nextDocument(piece, lineStart(piece, std::max(trouble->line, documents.line())));
        const std::size_t to = std::min(next, piece.size());
        m_sink.broken(trouble->what, m_line + static_cast<std::uint32_t>(trouble->line),
                      piece.substr(std::min(start, to), to - std::min(start, to)));
        advance(m_at + to);
        return m_at < end;
    }

    void advance(std::size_t to)
    {
        m_line += linesIn(m_text.substr(m_at, to - m_at));
        m_at = to;
    }

    std::string_view m_text;
    const YamlSink &m_sink;
    YamlTranscoder m_transcoder;
    std::size_t m_at = 0;
    std::uint32_t m_line = 1;
};

}  // namespace

void readYamlDocuments(std::string_view text, const YamlSink &sink)
{
    Pieces(text, sink).run();
}

}  // namespace portolan
