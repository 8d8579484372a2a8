// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace portolan {

/** Writes one YAML document by yaml-cpp's emitter, with the calls of JsonWriter. A text that YAML would take for
 *  something else than a text is quoted; several lines stand as such where that loses nothing. */
class YamlWriter {
public:
    YamlWriter();
    ~YamlWriter();

    YamlWriter &beginObject();
    YamlWriter &endObject();
    YamlWriter &beginArray();
    YamlWriter &endArray();
    YamlWriter &key(std::string_view name);
    YamlWriter &value(std::string_view text);
    YamlWriter &value(const char *text) { return value(std::string_view(text)); }
    YamlWriter &value(std::int64_t number);
    YamlWriter &value(int number) { return value(static_cast<std::int64_t>(number)); }
    YamlWriter &value(double number);
    YamlWriter &value(bool b);
    YamlWriter &null();

    template <class T>
    YamlWriter &member(std::string_view name, const T &v)
    {
        return key(name).value(v);
    }

    std::string take();

private:
    void text(std::string_view text);

    struct Emitter;
    std::unique_ptr<Emitter> m_emitter;
};

}  // namespace portolan
