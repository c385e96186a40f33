#include <silipool/flow/blif.hpp>

#include <unordered_map>

#include <silipool/base/error.hpp>

namespace silipool::flow {
namespace {

class Reader {
 public:
  Reader(std::string_view text, const std::string& file) : text_(text), file_(file) {}

  std::vector<Module> whole() {
    while (next_line()) statement();
    return std::move(modules_);
  }

 private:
  [[noreturn]] void wrong(const std::string& what) const {
    throw base::Error(base::ErrorKind::check_failed, fmt::format("{}:{}: {}", file_, line_, what));
  }

  /// The words of the next line that has any, lines joined by a backslash.
  bool next_line() {
    words_.clear();
    bool joined = false;
    while (at_ < text_.size()) {
      const std::size_t end = std::min(text_.find('\n', at_), text_.size());
      std::string_view line = text_.substr(at_, end - at_);
      at_ = end + 1;
      ++line_;
      joined = !line.empty() && line.back() == '\\';
      if (joined) line.remove_suffix(1);
      if (!line.empty() && line.front() == '#') continue;
      std::size_t from = 0;
      while ((from = line.find_first_not_of(" \t\r", from)) != std::string_view::npos) {
        const std::size_t to = std::min(line.find_first_of(" \t\r", from), line.size());
        words_.push_back(line.substr(from, to - from));
        from = to;
      }
      if (!joined && !words_.empty()) return true;
    }
    return !words_.empty();
  }

  std::uint32_t net(std::string_view name) {
    const auto [at, made] =
        ids_.try_emplace(std::string(name), static_cast<std::uint32_t>(module_.nets.size()));
    if (made) module_.nets.emplace_back(name);
    return at->second;
  }

  void statement() {
    const std::string_view head = words_[0];
    if (head == ".model") {
      module_ = Module{};
      ids_.clear();
      module_.name = words_.at(1);
    } else if (head == ".inputs" || head == ".outputs") {
      for (std::size_t i = 1; i < words_.size(); ++i)
        (head == ".inputs" ? module_.inputs : module_.outputs).push_back(net(words_[i]));
    } else if (head == ".subckt" || head == ".gate") {
      instance();
    } else if (head == ".names") {
      names();
    } else if (head == ".conn") {
      if (words_.size() != 3) wrong(".conn needs two nets");
      module_.wires.emplace_back(net(words_[1]), net(words_[2]));
    } else if (head == ".end") {
      modules_.push_back(std::move(module_));
    } else if (head == ".latch") {
      wrong("a flip-flop or latch was not mapped to a cell");
    } else if (head != ".cname" && head != ".attr" && head != ".param" && head != ".blackbox") {
      if (head.front() == '.') wrong(fmt::format("'{}' is not known", head));
      // A row of a .names that was not ended: names() reads ahead.
      wrong("logic that was not mapped to cells");
    }
  }

  void instance() {
    if (words_.size() < 2) wrong("an instance without a type");
    Module::Instance instance{std::string(words_[1]), {}};
    for (std::size_t i = 2; i < words_.size(); ++i) {
      const std::size_t equals = words_[i].find('=');
      if (equals == std::string_view::npos) wrong(fmt::format("'{}' is not PIN=NET", words_[i]));
      instance.pins.emplace_back(words_[i].substr(0, equals), net(words_[i].substr(equals + 1)));
    }
    module_.instances.push_back(std::move(instance));
  }

  /// `.names a b` with the row `1 1` is a wire; without inputs it is a constant.
  void names() {
    std::vector<std::uint32_t> nets;
    for (std::size_t i = 1; i < words_.size(); ++i) nets.push_back(net(words_[i]));
    const std::size_t end = std::min(text_.find('\n', at_), text_.size());
    std::string_view row = text_.substr(at_, end - at_);
    const bool has_row = !row.empty() && row.front() != '.' && row.front() != '#';
    if (has_row) {
      at_ = end + 1;
      ++line_;
    }
    if (nets.size() == 1) {
      (has_row && row == "1" ? module_.ones : module_.zeros).push_back(nets[0]);
    } else if (nets.size() == 2 && has_row && row == "1 1") {
      module_.wires.emplace_back(nets[0], nets[1]);
    } else {
      wrong("logic that was not mapped to cells");
    }
  }

  std::string_view text_;
  const std::string& file_;
  std::size_t at_ = 0, line_ = 0;
  std::vector<std::string_view> words_;
  std::vector<Module> modules_;
  Module module_;
  std::unordered_map<std::string, std::uint32_t> ids_;
};

}  // namespace

std::vector<Module> parse_blif(std::string_view text, const std::string& file) {
  return Reader(text, file).whole();
}

}  // namespace silipool::flow
