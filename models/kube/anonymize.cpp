// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/anonymize.h"

#include <algorithm>
#include <array>
#include <map>
#include <random>
#include <unordered_map>
#include <vector>

#include "base/jsonwriter.h"
#include "kube/write.h"
#include "kube/write/addressmask.h"
#include "kube/write/podfields.h"
#include "kube/write/safewords.h"
#include "kube/write/treefields.h"

namespace portolan {

namespace {

bool isOneOf(std::string_view text, std::initializer_list<std::string_view> all)
{
    return std::ranges::find(all, text) != all.end();
}

/** Keys whose values are words of the API, whatever they are: conditions' types, reasons, policies. */
bool isOfApi(std::string_view key)
{
    return isOneOf(key, {"apiVersion", "kind", "type", "status", "reason", "phase", "protocol", "operator", "effect",
                         "pathType", "addressType", "sessionAffinity", "creationTimestamp", "deletionTimestamp"}) ||
           key.ends_with("Time") || key.ends_with("Policy");
}

bool isHex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/** Whether a hardware address is at the front: six pairs of digits with colons between them. */
bool beginsWithMac(std::string_view text)
{
    constexpr std::size_t size = 17;
    for (std::size_t i = 0; i < size; ++i) {
        if (i >= text.size() || (i % 3 == 2 ? text[i] != ':' : !isHex(text[i])))
            return false;
    }
    return text.size() == size || !isHex(text[size]);
}

bool isWordLetter(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           static_cast<unsigned char>(c) >= 0x80;
}

bool isAddressLetter(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == '.' || c == ':' ||
           c == '/';
}

/** Made-up words for words, the same for the same. */
class Words {
public:
    explicit Words(std::uint64_t seed) : m_random(seed), m_addresses(seed) {}

    /** All of a text, addresses and words each replaced, what stands between them as it is. */
    std::string replaced(std::string_view text)
    {
        std::string result;
        while (!text.empty()) {
            if (isAtWordStart(result) && beginsWithMac(text)) {
                result += "02:00:00:00:00:00";  // which machine has which says nothing that its addresses don't
                text.remove_prefix(17);
                continue;
            }
            if (const std::size_t length = addressAt(text); length > 0 && isAtWordStart(result)) {
                result += *m_addresses.replaced(text.substr(0, length));
                text.remove_prefix(length);
                continue;
            }
            const auto end = static_cast<std::size_t>(std::ranges::find_if_not(text, isWordLetter) - text.begin());
            if (end == 0) {
                result += text.front();
                text.remove_prefix(1);
            } else {
                result += word(text.substr(0, end));
                text.remove_prefix(end);
            }
        }
        return result;
    }

private:
    static bool isAtWordStart(const std::string &text) { return text.empty() || !isWordLetter(text.back()); }

    /** How much of the front is an address or a CIDR; a port behind it is not. */
    std::size_t addressAt(std::string_view text) const
    {
        auto length = static_cast<std::size_t>(std::ranges::find_if_not(text, isAddressLetter) - text.begin());
        if (length < text.size() && isWordLetter(text[length]))
            return 0;
        for (; length > 1; length = text.substr(0, length).find_last_of("/:.")) {
            if (length == std::string_view::npos)
                return 0;
            if (m_addresses.replaced(text.substr(0, length)))
                return length;
        }
        return 0;
    }

    std::string word(std::string_view original)
    {
        if (isSafeWord(original))
            return std::string(original);
        const auto [at, isNew] = m_words.try_emplace(std::string(original));
        while (isNew && (at->second.empty() || m_taken.contains(at->second)))
            at->second = invented();
        if (isNew)
            m_taken.emplace(at->second, true);
        return at->second;
    }

    /** Two to four syllables, which a person can say and compare. */
    std::string invented()
    {
        constexpr std::string_view consonants = "bdfgklmnprstvz", vowels = "aeiou";
        std::string made;
        const std::size_t syllables = 2 + m_taken.size() / 2000;
        for (std::size_t i = 0; i < syllables; ++i) {
            made += consonants[m_random() % consonants.size()];
            made += vowels[m_random() % vowels.size()];
        }
        return made;
    }

    std::mt19937_64 m_random;
    AddressMask m_addresses;
    std::unordered_map<std::string, std::string> m_words;
    std::unordered_map<std::string, bool> m_taken;
};

/** A JsonWriter that replaces texts on their way, as the key says that they stand under. */
class AnonymousWriter {
public:
    AnonymousWriter(JsonWriter &json, Words &words) : m_json(json), m_words(words) {}

    AnonymousWriter &beginObject()
    {
        m_open.push_back(m_key);
        m_json.beginObject();
        return *this;
    }
    AnonymousWriter &endObject()
    {
        m_key = m_open.back();
        m_open.pop_back();
        m_json.endObject();
        return *this;
    }
    AnonymousWriter &beginArray()
    {
        m_json.beginArray();
        return *this;
    }
    AnonymousWriter &endArray()
    {
        m_json.endArray();
        return *this;
    }
    AnonymousWriter &key(std::string_view name)
    {
        m_key = name;
        if (hasKeysOfUsers())
            m_json.key(isSafeKey(name) ? std::string(name) : m_words.replaced(name));
        else
            m_json.key(name);
        return *this;
    }
    AnonymousWriter &value(std::string_view text)
    {
        if (isOfApi(m_key) && !hasKeysOfUsers())
            m_json.value(text);
        else if (isFree())
            m_json.value("");
        else
            m_json.value(std::string_view(m_words.replaced(text)));
        return *this;
    }
    AnonymousWriter &value(const char *text) { return value(std::string_view(text)); }
    AnonymousWriter &value(std::int64_t number) { return plain(number); }
    AnonymousWriter &value(int number) { return plain(number); }
    AnonymousWriter &value(double number) { return plain(number); }
    AnonymousWriter &value(bool b) { return plain(b); }
    AnonymousWriter &null()
    {
        m_json.null();
        return *this;
    }
    template <class T>
    AnonymousWriter &member(std::string_view name, const T &v)
    {
        return key(name).value(v);
    }

private:
    template <class T>
    AnonymousWriter &plain(T value)
    {
        m_json.value(value);
        return *this;
    }
    bool hasKeysOfUsers() const
    {
        return !m_open.empty() &&
               isOneOf(m_open.back(), {"labels", "annotations", "selector", "matchLabels", "nodeSelector", "data",
                                       "addedHeaders", "customRequestHeaders", "customResponseHeaders"});
    }
    /** What people or programs write freely, where any word may be telling. */
    bool isFree() const
    {
        const bool isAnnotation = !m_open.empty() && m_open.back() == "annotations";
        return isOneOf(m_key, {"message", "description", "command", "args", "valuesContent"}) ||
               (isAnnotation && !isSafeKey(m_key));
    }

    JsonWriter &m_json;
    Words &m_words;
    std::string m_key;                ///< under which the next value stands
    std::vector<std::string> m_open;  ///< of the objects around it
};

}  // namespace

std::string toAnonymousJson(const ClusterSnapshot &snapshot, std::uint64_t seed)
{
    Words words(seed);
    JsonWriter json;
    AnonymousWriter writer(json, words);
    json.beginObject().member("apiVersion", "v1").member("kind", "List");
    json.key("portolan").beginObject().member("title", "anonymous");
    json.key("gaps").beginArray();
    for (const Gap &gap : snapshot.gaps)
        json.beginObject().member("kind", std::string_view(gap.kind)).member("why", name(gap.why)).endObject();
    json.endArray().key("counted").beginObject();
    for (const auto &[kind, count] : snapshot.otherCounts)
        json.member(kind, count);  // kinds are names of software
    json.endObject().endObject().key("items").beginArray();
    for (const ObjectTable &table : snapshot.objects) {
        for (const ObjectPtr &object : table)
            writeObject(writer, *object);
    }
    for (const Pod &pod : snapshot.pods)
        writePod(writer, pod, PodCounts::All);
    json.endArray().endObject();
    return json.take();
}

}  // namespace portolan
