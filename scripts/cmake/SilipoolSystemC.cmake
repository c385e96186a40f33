# The target SystemC::systemc. Debian's package brings no CMake package, so pkg-config finds the library.
#
# libsystemc asks at link time for the C++ standard that it was built with itself: each unit that includes
# <systemc> refers to a symbol named after ITS standard. Debian 12 builds with C++17, this house with C++20.
# SC_CPLUSPLUS is the documented way to say which symbol is meant; it changes nothing else that we use.
include(CheckCXXSourceCompiles)
include(CMakePushCheckState)
find_package(PkgConfig REQUIRED)
pkg_check_modules(SYSTEMC IMPORTED_TARGET systemc)
if(NOT SYSTEMC_FOUND)
  message(FATAL_ERROR "SystemC was not found by pkg-config. Install libsystemc-dev (scripts/setup.sh does), "
                      "or configure with -DSILIPOOL_WITH_SYSTEMC=OFF to leave the SystemC testbench out.")
endif()

set(silipool_systemc_standard "")
foreach(standard 202002L 201703L 201402L 201103L)
  cmake_push_check_state(RESET)
  set(CMAKE_REQUIRED_QUIET ON)
  set(CMAKE_REQUIRED_LIBRARIES PkgConfig::SYSTEMC)
  set(CMAKE_REQUIRED_DEFINITIONS -DSC_CPLUSPLUS=${standard})
  check_cxx_source_compiles("#include <systemc>\nint sc_main(int, char**) { return 0; }\n"
                            SILIPOOL_SYSTEMC_LINKS_${standard})
  cmake_pop_check_state()
  if(SILIPOOL_SYSTEMC_LINKS_${standard})
    set(silipool_systemc_standard ${standard})
    break()
  endif()
endforeach()
if(NOT silipool_systemc_standard)
  message(FATAL_ERROR "SystemC ${SYSTEMC_VERSION} was found, but a program does not link with it for any "
                      "SC_CPLUSPLUS (202002L, 201703L, 201402L, 201103L): it was built for another compiler or "
                      "an older C++. See CMakeFiles/CMakeError.log in the build folder; install Debian's "
                      "libsystemc-dev, or configure with -DSILIPOOL_WITH_SYSTEMC=OFF.")
endif()
message(STATUS "SystemC ${SYSTEMC_VERSION}, SC_CPLUSPLUS=${silipool_systemc_standard}")

add_library(SystemC::systemc INTERFACE IMPORTED GLOBAL)
target_link_libraries(SystemC::systemc INTERFACE PkgConfig::SYSTEMC)
target_compile_definitions(SystemC::systemc INTERFACE SC_CPLUSPLUS=${silipool_systemc_standard})
