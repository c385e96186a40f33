#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace silipool::memristor {

/// How a device answers to pulses (docs/memristors.md has the equations and their sources).
enum class Model {
  pulse_count,       ///< measured potentiation and depression curves with labels of nonlinearity
  soft_bounds,       ///< steps that shrink towards the bounds
  linear_ion_drift,  ///< Strukov 2008
  vteam,             ///< Kvatinsky 2015
  stanford_pku,      ///< gap model with self-heating
  yakopcic,          ///< generalised threshold model
  binary,            ///< two states; a pulse switches or does not
  programmed,        ///< only the statistics of programming are known, no pulses
};

/// "pulse_count", as in a card.
[[nodiscard]] std::string_view model_name(Model model) noexcept;

/// A number of a card, in the SI unit that its key has.
struct Quantity {
  double value = 0;
  double low = 0, high = 0;  ///< the valid range: a value outside is refused, in the card and in `with`
  std::string source;        ///< a label of Card::sources, with what was read or computed there
  unsigned line = 0;         ///< in the file; 0 where `with` gave the value
};

/// What is published of one memristive device: a file of data (docs/memristors.md).
class Card {
 public:
  std::string name, description;
  Model model = Model::pulse_count;
  std::vector<std::pair<std::string, std::string>> sources;  ///< label, citation

  /// Whether the card gives the number "table.key", or anything of a table.
  [[nodiscard]] bool has(std::string_view key) const;
  [[nodiscard]] bool has_table(std::string_view table) const;
  /// Error{bad_input} naming the card and the key, if it is not given.
  [[nodiscard]] double number(std::string_view key) const;
  [[nodiscard]] const Quantity& quantity(std::string_view key) const;
  /// The value, or `otherwise` where the card does not give the key.
  [[nodiscard]] double number_or(std::string_view key, double otherwise) const;
  /// A text key ("drift.law"); "" where the card does not give it.
  [[nodiscard]] std::string_view text(std::string_view key) const;
  /// In the order of the schema.
  [[nodiscard]] const std::vector<std::pair<std::string, Quantity>>& numbers() const { return numbers_; }
  [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& texts() const { return texts_; }

  /// The same card with another value, for sweeps; `origin` becomes its source. Error{bad_input} if the
  /// schema has no such key for the model, or the value is outside the range of the card, or, where the card
  /// does not give the key, of the schema.
  [[nodiscard]] Card with(std::string_view key, double value, const std::string& origin) const;

 private:
  friend class CardReader;
  std::string file_;
  std::vector<std::pair<std::string, Quantity>> numbers_;
  std::vector<std::pair<std::string, std::string>> texts_;
};

/// Reads a card from TOML. Every number is { value, unit, low, high, source }. Error{bad_input} names file,
/// line and key: for a key that is missing, unknown or not the model's; for a unit that is not the key's; for
/// value, low and high that are not in order and within the legal range of the key; for a source without a
/// citation, and a citation that nothing uses.
[[nodiscard]] Card parse_card(std::string_view text, const std::string& file_name);

/// The names of all cards, sorted: the NAME.toml in the folder that the environment variable
/// SILIPOOL_MEMRISTOR_CARDS names, or in model/memristor/cards of base::shipped_root().
[[nodiscard]] std::vector<std::string> known_cards();

/// The card of that name. Error{bad_input} lists the known ones; or says what is wrong with the file.
[[nodiscard]] Card load_card(const std::string& name);

/// The tables of cards and of keys in docs/memristors.md.
[[nodiscard]] std::string cards_markdown();
[[nodiscard]] std::string card_keys_markdown();

}  // namespace silipool::memristor
