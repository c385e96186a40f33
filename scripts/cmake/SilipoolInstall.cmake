# cmake --install: the program and what it ships, the rooms of model/ and the C library with find_package(silipool).
# Nothing of it knows where it was built or installed: it may be moved as a whole.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(silipool_package ${CMAKE_INSTALL_LIBDIR}/cmake/silipool)
set(silipool_share ${CMAKE_INSTALL_DATADIR}/silipool)

install(TARGETS silipool RUNTIME)
# As in the source tree, which is where base::shipped_root() looks otherwise.
install(DIRECTORY rtl DESTINATION ${silipool_share})
install(DIRECTORY sim/configs DESTINATION ${silipool_share}/sim)
install(DIRECTORY sim/verilated/sv DESTINATION ${silipool_share}/sim/verilated)
install(DIRECTORY model/memristor/cards DESTINATION ${silipool_share}/model/memristor)
install(DIRECTORY model/cost/tables DESTINATION ${silipool_share}/model/cost)
install(DIRECTORY sim/estimate/published DESTINATION ${silipool_share}/sim/estimate)
install(DIRECTORY sim/estimate/fits DESTINATION ${silipool_share}/sim/estimate)
install(DIRECTORY sim/capi/sv/ DESTINATION ${silipool_share}/sv)
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})

# Two exports: C programs need nothing of what the rooms need.
install(TARGETS silipool_c EXPORT silipool_c LIBRARY)
install(DIRECTORY sim/capi/include/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(EXPORT silipool_c NAMESPACE silipool:: FILE silipool_c.cmake DESTINATION ${silipool_package})
if(TARGET silipool_vpi)
  install(TARGETS silipool_vpi LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}/silipool)
endif()

set(silipool_rooms base config sp oracle variants readout metrics memristor cost data)
foreach(room ${silipool_rooms})
  install(TARGETS silipool_${room} EXPORT silipool_rooms ARCHIVE)
  install(DIRECTORY model/${room}/include/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
endforeach()
install(EXPORT silipool_rooms NAMESPACE silipool:: FILE silipool_rooms.cmake DESTINATION ${silipool_package})

set(silipool_with_liblinear OFF)
if(TARGET LIBLINEAR::liblinear)
  set(silipool_with_liblinear ON)
endif()
configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/silipoolConfig.cmake.in
                              ${CMAKE_BINARY_DIR}/cmake/silipoolConfig.cmake INSTALL_DESTINATION ${silipool_package})
write_basic_package_version_file(${CMAKE_BINARY_DIR}/cmake/silipoolConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_BINARY_DIR}/cmake/silipoolConfig.cmake ${CMAKE_BINARY_DIR}/cmake/silipoolConfigVersion.cmake
        DESTINATION ${silipool_package})
